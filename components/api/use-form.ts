"use client";

import { type FormEvent, useState } from "react";
import { type FormErrors, formErrors, noFormErrors } from "./field-errors.ts";

/** A form that is sent to the server, as far as all of them are alike. */
export interface Form {
  readonly errors: FormErrors;
  readonly isPending: boolean;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

/** A form's fields by name, without the spaces around them. */
export type FieldText = (name: string) => string;

/**
 * Sends a form and sorts what the server refuses into its fields.
 *
 * @param fieldNames whose problems are shown at the field; others are shown above the form.
 * @param send must reject with the refusal. `raw` leaves spaces as they are: passwords may have them.
 */
export function useForm(
  fieldNames: readonly string[],
  send: (text: FieldText, raw: FieldText, form: HTMLFormElement) => Promise<void>,
): Form {
  const [errors, setErrors] = useState<FormErrors>(noFormErrors);
  const [isPending, setPending] = useState(false);

  async function submit(form: HTMLFormElement) {
    const data = new FormData(form);
    const raw = (name: string) => String(data.get(name) ?? "");
    setPending(true);
    setErrors(noFormErrors);
    try {
      await send((name) => raw(name).trim(), raw, form);
    } catch (error) {
      setErrors(formErrors(error, fieldNames));
      requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid]")?.focus());
    }
    setPending(false);
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!isPending) void submit(event.currentTarget);
  }

  return { errors, isPending, onSubmit };
}
