"use client";

import Link from "next/link";
import { useState } from "react";
import { call } from "#components/api/client.ts";
import { useForm } from "#components/api/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { textLink } from "./text-link.ts";

/** Where the link of a forgotten password leads. */
export function ResetPassword({ token }: { readonly token: string }) {
  const [isDone, setDone] = useState(false);
  const form = useForm(["password"], async (_text, raw) => {
    await call("PUT", "/api/auth/password/reset", { body: { token, password: raw("password") } });
    setDone(true);
  });
  if (isDone) {
    return (
      <div role="status">
        <h1 className="mb-2 font-semibold text-2xl">Your password is changed</h1>
        <p className="mb-6 text-soft">You are signed out everywhere. Sign in with the new one.</p>
        <Button asChild variant="primary" size="lg" className="w-full">
          <Link href="/login">Sign in</Link>
        </Button>
      </div>
    );
  }
  return (
    <>
      <h1 className="mb-6 font-semibold text-2xl">Choose a new password</h1>
      <form method="post" onSubmit={form.onSubmit} className="grid gap-4" noValidate>
        {form.errors.form ? <Notice tone="danger" title={form.errors.form} /> : null}
        <Field label="New password" hint="At least 8 characters." error={form.errors.fields.password}>
          {(control) => (
            <Input {...control} name="password" type="password" autoComplete="new-password" autoFocus />
          )}
        </Field>
        <Button type="submit" variant="primary" size="lg" pending={form.isPending}>
          Change password
        </Button>
        <p className="text-center text-soft">
          <Link href="/forgot-password" className={textLink}>
            Ask for another link
          </Link>
        </p>
      </form>
    </>
  );
}
