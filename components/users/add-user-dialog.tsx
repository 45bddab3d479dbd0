"use client";

import { type FormEvent, useState } from "react";
import { call } from "#components/api/client.ts";
import { type FormErrors, formErrors, noFormErrors } from "#components/api/field-errors.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.ts";
import { useForgetUsers } from "./app-users.ts";

interface AddUserDialogProps {
  readonly databaseId: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function AddUserDialog({ databaseId, open, onOpenChange }: AddUserDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Add user"
      description="They can sign in to your app with this e-mail and password."
    >
      <AddUserForm databaseId={databaseId} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function AddUserForm({ databaseId, onDone }: { readonly databaseId: string; readonly onDone: () => void }) {
  const forget = useForgetUsers(databaseId);
  const [errors, setErrors] = useState<FormErrors>(noFormErrors);
  const [isPending, setPending] = useState(false);

  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const fullName = String(form.get("full_name")).trim();
    const body = {
      email: String(form.get("email")).trim(),
      password: String(form.get("password")),
      ...(fullName ? { full_name: fullName } : {}),
    };
    setPending(true);
    setErrors(noFormErrors);
    try {
      await call("POST", `/api/database/${databaseId}/auth/signup`, { body });
      toast({ tone: "good", title: `${body.email} added` });
      void forget();
      onDone();
    } catch (error) {
      setErrors(formErrors(error, ["email", "password", "full_name"]));
      setPending(false);
    }
  }

  return (
    <form onSubmit={(event) => void add(event)} className="grid gap-4" noValidate>
      {errors.form ? <Notice tone="danger" title={errors.form} /> : null}
      <Field label="E-mail" required error={errors.fields.email}>
        {(control) => <Input {...control} name="email" type="email" autoComplete="off" />}
      </Field>
      <Field label="Password" required hint="At least 8 characters." error={errors.fields.password}>
        {(control) => <Input {...control} name="password" type="password" autoComplete="new-password" />}
      </Field>
      <Field label="Name" error={errors.fields.full_name}>
        {(control) => <Input {...control} name="full_name" autoComplete="off" />}
      </Field>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" pending={isPending}>
          Add user
        </Button>
      </div>
    </form>
  );
}
