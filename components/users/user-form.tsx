"use client";

import { type FormEvent, useState } from "react";
import { call } from "#components/api/client.ts";
import { type FormErrors, formErrors, noFormErrors } from "#components/api/field-errors.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Textarea } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.ts";
import { type AppUser, authPath, useForgetUsers } from "./app-users.ts";

interface UserFormProps {
  readonly databaseId: string;
  readonly user: AppUser;
}

export function UserForm({ databaseId, user }: UserFormProps) {
  const forget = useForgetUsers(databaseId);
  const [errors, setErrors] = useState<FormErrors>(noFormErrors);
  const [isPending, setPending] = useState(false);

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    setPending(true);
    setErrors(noFormErrors);
    try {
      const body = {
        ...(text("email") && text("email") !== user.email ? { email: text("email") } : {}),
        ...(text("password") ? { password: String(form.get("password")) } : {}),
        app_metadata: readDocument(text("app_metadata")),
      };
      await call("PATCH", `${authPath(databaseId)}/users/${user.id}`, { body });
      toast({ tone: "good", title: "User saved" });
      void forget();
    } catch (error) {
      setErrors(
        error instanceof SyntaxError
          ? { fields: { app_metadata: "This is no JSON object." }, form: null }
          : formErrors(error, ["email", "password", "app_metadata"]),
      );
    }
    setPending(false);
  }

  return (
    <form
      method="post"
      onSubmit={(event) => void save(event)}
      className="grid gap-4 border-t pt-5"
      noValidate
    >
      {errors.form ? <Notice tone="danger" title={errors.form} /> : null}
      <Field label="E-mail" error={errors.fields.email}>
        {(control) => (
          <Input {...control} name="email" type="email" autoComplete="off" defaultValue={user.email} />
        )}
      </Field>
      <Field label="New password" hint="Signs them out everywhere." error={errors.fields.password}>
        {(control) => <Input {...control} name="password" type="password" autoComplete="new-password" />}
      </Field>
      <Field
        label="App metadata"
        hint="JSON that rules and your app can rely on: people cannot change it themselves."
        error={errors.fields.app_metadata}
      >
        {(control) => (
          <Textarea
            {...control}
            name="app_metadata"
            rows={4}
            className="font-mono text-xs"
            defaultValue={JSON.stringify(ownMetadata(user), null, 2)}
          />
        )}
      </Field>
      <Button type="submit" pending={isPending} className="justify-self-start">
        Save user
      </Button>
    </form>
  );
}

/** Without what the accounts say themselves. */
function ownMetadata({ app_metadata }: AppUser): object {
  const { provider: _, providers: __, ...own } = app_metadata;
  return own;
}

function readDocument(text: string): object {
  const value: unknown = JSON.parse(text || "{}");
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new SyntaxError("not an object");
  return value;
}
