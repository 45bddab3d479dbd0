"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { call } from "#components/api/client.ts";
import type { User } from "#components/api/types.ts";
import { useForm } from "#components/api/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Section } from "#components/ui/section.tsx";
import { toast } from "#components/ui/toast.ts";
import { AccountFrame } from "./account-frame.tsx";
import { ThemeChoice } from "./theme-choice.tsx";

/** What one is called and reached by, and how the console looks. */
export function ProfilePage({ user }: { readonly user: User }) {
  return (
    <AccountFrame>
      <NameForm user={user} />
      <EmailForm user={user} />
      <Section title="Appearance" description="Of the console in this browser.">
        <ThemeChoice />
      </Section>
    </AccountFrame>
  );
}

function NameForm({ user }: { readonly user: User }) {
  const router = useRouter();
  const form = useForm(["name"], async (text) => {
    await call("PATCH", "/api/auth/me", { body: { name: text("name") || null } });
    toast({ tone: "good", title: "Name saved" });
    // The name stands in the frame, which the server renders.
    router.refresh();
  });
  return (
    <Section title="Name" description="Others in your organizations see it.">
      <form method="post" onSubmit={form.onSubmit} className="grid max-w-sm gap-4" noValidate>
        {form.errors.form ? <Notice tone="danger" title={form.errors.form} /> : null}
        <Field label="Your name" error={form.errors.fields.name}>
          {(control) => (
            <Input
              {...control}
              name="name"
              defaultValue={user.name ?? ""}
              autoComplete="name"
              maxLength={200}
            />
          )}
        </Field>
        <Button type="submit" pending={form.isPending} className="justify-self-start">
          Save name
        </Button>
      </form>
    </Section>
  );
}

function EmailForm({ user }: { readonly user: User }) {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm(["email", "password"], async (text, raw, element) => {
    const email = text("email");
    await call("PUT", "/api/auth/email", { body: { email, password: raw("password") } });
    element.reset();
    setSentTo(email);
  });
  return (
    <Section
      title="E-mail address"
      description={
        <>
          You sign in with <strong className="font-medium text-ink">{user.email}</strong>. Another address is
          yours once the link that is sent there was followed.
        </>
      }
    >
      <form method="post" onSubmit={form.onSubmit} className="grid max-w-sm gap-4" noValidate>
        {form.errors.form ? <Notice tone="danger" title={form.errors.form} /> : null}
        {sentTo ? (
          <Notice tone="info" title={`A link is on its way to ${sentTo}`}>
            Until you follow it, nothing changes.
          </Notice>
        ) : null}
        <Field label="New address" error={form.errors.fields.email}>
          {(control) => <Input {...control} name="email" type="email" autoComplete="email" />}
        </Field>
        <Field label="Your password" error={form.errors.fields.password}>
          {(control) => (
            <Input {...control} name="password" type="password" autoComplete="current-password" />
          )}
        </Field>
        <Button type="submit" pending={form.isPending} className="justify-self-start">
          Send the link
        </Button>
      </form>
    </Section>
  );
}
