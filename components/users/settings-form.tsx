"use client";

import { type FormEvent, type ReactNode, useId, useState } from "react";
import { type FormErrors, formErrors, noFormErrors } from "#components/api/field-errors.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.ts";
import { useSaveAuthSettings } from "./auth-settings.ts";

interface SettingsFormProps {
  readonly databaseId: string;
  readonly title: string;
  readonly description: string;
  readonly fieldNames: readonly string[];
  /** The change that the form's values mean. */
  readonly read: (text: (name: string) => string, form: FormData) => object;
  readonly children: (errors: FormErrors["fields"]) => ReactNode;
}

/** One group of settings that are saved together. */
export function SettingsForm({
  databaseId,
  title,
  description,
  fieldNames,
  read,
  children,
}: SettingsFormProps) {
  const id = useId();
  const save = useSaveAuthSettings(databaseId);
  const [errors, setErrors] = useState<FormErrors>(noFormErrors);
  const [isPending, setPending] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setErrors(noFormErrors);
    try {
      await save(read((name) => String(form.get(name) ?? "").trim(), form));
      toast({ tone: "good", title: "Settings saved" });
    } catch (error) {
      setErrors(formErrors(error, fieldNames));
    }
    setPending(false);
  }

  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="font-semibold text-base">
        {title}
      </h2>
      <p className="mt-0.5 mb-4 max-w-prose text-soft">{description}</p>
      <form method="post" onSubmit={(event) => void submit(event)} className="grid gap-4" noValidate>
        {errors.form ? <Notice tone="danger" title={errors.form} /> : null}
        {children(errors.fields)}
        <Button type="submit" pending={isPending} className="justify-self-start">
          Save
        </Button>
      </form>
    </section>
  );
}
