"use client";

import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { call } from "#components/api/client.ts";
import { useForm } from "#components/api/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Section } from "#components/ui/section.tsx";
import { toast } from "#components/ui/toast.ts";

export function PasswordForm() {
  const client = useQueryClient();
  const form = useForm(["current_password", "password"], async (_text, raw, element) => {
    const body = { current_password: raw("current_password"), password: raw("password") };
    await call("PUT", "/api/auth/password", { body });
    element.reset();
    toast({ tone: "good", title: "Password changed", description: "You are signed out everywhere else." });
    await client.invalidateQueries({ queryKey: ["account", "sessions"] });
  });
  const { fields, form: problem } = form.errors;
  return (
    <Section title="Password" description="With a new one, you are signed out everywhere else.">
      <form method="post" onSubmit={form.onSubmit} className="grid max-w-sm gap-4" noValidate>
        {problem ? <Notice tone="danger" title={problem} /> : null}
        <Field
          label="Current password"
          error={fields.current_password}
          aside={
            <Link
              href="/forgot-password"
              className="rounded text-link text-xs underline-offset-4 hover:underline"
            >
              Forgotten?
            </Link>
          }
        >
          {(control) => (
            <Input {...control} name="current_password" type="password" autoComplete="current-password" />
          )}
        </Field>
        <Field label="New password" hint="At least 8 characters." error={fields.password}>
          {(control) => <Input {...control} name="password" type="password" autoComplete="new-password" />}
        </Field>
        <Button type="submit" pending={form.isPending} className="justify-self-start">
          Change password
        </Button>
      </form>
    </Section>
  );
}
