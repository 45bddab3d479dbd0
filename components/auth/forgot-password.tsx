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

/** Asks for a link. What is said afterwards is the same whether there is such an account. */
export function ForgotPassword({ hasMailbox }: { readonly hasMailbox: boolean }) {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm(["email"], async (text) => {
    await call("POST", "/api/auth/password/reset", { body: { email: text("email") } });
    setSentTo(text("email"));
  });
  return (
    <>
      <h1 className="mb-2 font-semibold text-2xl">Forgot your password?</h1>
      <p className="mb-6 text-soft">You get a link by mail to choose another. It is good for an hour.</p>
      {sentTo ? (
        <Notice tone="info" title="Look into your mail" className="mb-5">
          If {sentTo} has an account, a link is on its way there.{" "}
          {hasMailbox ? (
            <>
              This server sends no mail:{" "}
              <Link href="/mailbox" className={textLink}>
                open its mailbox
              </Link>
              .
            </>
          ) : null}
        </Notice>
      ) : null}
      <form method="post" onSubmit={form.onSubmit} className="grid gap-4" noValidate>
        {form.errors.form ? <Notice tone="danger" title={form.errors.form} /> : null}
        <Field label="E-mail" error={form.errors.fields.email}>
          {(control) => (
            <Input {...control} name="email" type="email" autoComplete="email" inputMode="email" autoFocus />
          )}
        </Field>
        <Button type="submit" variant="primary" size="lg" pending={form.isPending}>
          {sentTo ? "Send it again" : "Send the link"}
        </Button>
        <p className="text-center text-soft">
          <Link href="/login" className={textLink}>
            Back to signing in
          </Link>
        </p>
      </form>
    </>
  );
}
