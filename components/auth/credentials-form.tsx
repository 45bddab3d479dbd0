"use client";

import Link from "next/link";
import { type FormEvent, useState } from "react";
import { ApiError } from "#components/api/api-error.ts";
import { type FormErrors, formErrors, noFormErrors } from "#components/api/field-errors.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { textLink } from "./text-link.ts";

export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly name?: string;
  /** Of the authenticator app. */
  readonly code?: string;
}

interface CredentialsFormProps {
  readonly purpose: "login" | "signup";
  /** Must reject with the server's refusal. */
  readonly onSubmit: (credentials: Credentials) => Promise<void>;
  /** The other of the two pages, with the intended page kept; null while there is none. */
  readonly otherHref: string | null;
  /** What the address is filled in with. */
  readonly email?: string | null;
}

const words = {
  login: { button: "Sign in", question: "New here?", other: "Create an account" },
  signup: { button: "Create account", question: "Have an account?", other: "Sign in" },
} as const;

export function CredentialsForm({ purpose, onSubmit, otherHref, email }: CredentialsFormProps) {
  const [errors, setErrors] = useState<FormErrors>(noFormErrors);
  const [isPending, setPending] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isPending) return;
    setPending(true);
    setErrors(noFormErrors);
    try {
      await onSubmit(readForm(new FormData(event.currentTarget)));
    } catch (error) {
      const isAsked = error instanceof ApiError && error.code === "RH105";
      if (isAsked) setNeedsCode(true);
      // The first time it is a question, not a refusal.
      setErrors(isAsked && !needsCode ? noFormErrors : formErrors(error, ["email", "password", "name"]));
      setPending(false);
    }
  }

  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="grid gap-4" noValidate>
      {errors.form ? <Notice tone="danger" title={errors.form} /> : null}
      {purpose === "signup" ? (
        <Field label="Name" hint="Optional. Shown in your account menu." error={errors.fields.name}>
          {(control) => <Input name="name" autoComplete="name" {...control} />}
        </Field>
      ) : null}
      <Field label="E-mail" error={errors.fields.email}>
        {(control) => (
          <Input
            name="email"
            type="email"
            autoComplete="email"
            inputMode="email"
            defaultValue={email ?? undefined}
            autoFocus
            required
            {...control}
          />
        )}
      </Field>
      <Field
        label="Password"
        hint={purpose === "signup" ? "At least 8 characters." : undefined}
        error={errors.fields.password}
        aside={
          purpose === "login" ? (
            <Link
              href="/forgot-password"
              className="rounded text-link text-xs underline-offset-4 hover:underline"
            >
              Forgot password?
            </Link>
          ) : null
        }
      >
        {(control) => (
          <Input
            name="password"
            type="password"
            autoComplete={purpose === "signup" ? "new-password" : "current-password"}
            required
            {...control}
          />
        )}
      </Field>
      {needsCode ? (
        <Field label="Code of your authenticator app">
          {(control) => (
            <Input name="code" inputMode="numeric" autoComplete="one-time-code" autoFocus {...control} />
          )}
        </Field>
      ) : null}
      <Button type="submit" variant="primary" size="lg" pending={isPending} className="mt-1">
        {words[purpose].button}
      </Button>
      {otherHref === null ? null : (
        <p className="text-center text-soft">
          {words[purpose].question}{" "}
          <Link href={otherHref} className={textLink}>
            {words[purpose].other}
          </Link>
        </p>
      )}
    </form>
  );
}

function readForm(form: FormData): Credentials {
  const text = (name: string) => String(form.get(name) ?? "");
  const name = text("name").trim();
  const code = text("code").trim();
  return {
    email: text("email").trim(),
    password: text("password"),
    ...(name ? { name } : {}),
    ...(code ? { code } : {}),
  };
}
