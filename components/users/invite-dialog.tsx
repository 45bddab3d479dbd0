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
import { authPath, useForgetUsers } from "./app-users.ts";

interface InviteDialogProps {
  readonly databaseId: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function InviteDialog({ databaseId, open, onOpenChange }: InviteDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Invite somebody"
      description="They get a link to your app, where they are signed in and choose a password."
    >
      <InviteForm databaseId={databaseId} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function InviteForm({ databaseId, onDone }: { readonly databaseId: string; readonly onDone: () => void }) {
  const forget = useForgetUsers(databaseId);
  const [errors, setErrors] = useState<FormErrors>(noFormErrors);
  const [isPending, setPending] = useState(false);

  async function invite(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email")).trim();
    setPending(true);
    setErrors(noFormErrors);
    try {
      await call("POST", `${authPath(databaseId)}/invite`, { body: { email } });
      toast({ tone: "good", title: `${email} invited` });
      void forget();
      onDone();
    } catch (error) {
      setErrors(formErrors(error, ["email"]));
      setPending(false);
    }
  }

  return (
    <form onSubmit={(event) => void invite(event)} className="grid gap-4" noValidate>
      {errors.form ? <Notice tone="danger" title={errors.form} /> : null}
      <Field label="E-mail" required error={errors.fields.email}>
        {(control) => <Input {...control} name="email" type="email" autoComplete="off" />}
      </Field>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" pending={isPending}>
          Send invitation
        </Button>
      </div>
    </form>
  );
}
