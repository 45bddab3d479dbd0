"use client";

import { call } from "#components/api/client.ts";
import { useForm } from "#components/api/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";

export interface CreatedToken {
  readonly id: string;
  readonly name: string;
  readonly token: string;
}

interface NewTokenDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onCreated: (token: CreatedToken) => void;
}

export function NewTokenDialog({ open, onOpenChange, onCreated }: NewTokenDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New access token">
      <NewTokenForm onCreated={onCreated} onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

const dayMs = 24 * 60 * 60 * 1000;

function NewTokenForm({
  onCreated,
  onCancel,
}: Pick<NewTokenDialogProps, "onCreated"> & { readonly onCancel: () => void }) {
  const form = useForm(["name", "expires_at"], async (text) => {
    const days = Number(text("days"));
    const expires_at = days === 0 ? null : new Date(Date.now() + days * dayMs).toISOString();
    const body = { name: text("name"), expires_at };
    const { token } = await call<{ token: CreatedToken }>("POST", "/api/tokens", { body });
    onCreated(token);
  });
  return (
    <form method="post" onSubmit={form.onSubmit} className="grid gap-4" noValidate>
      {form.errors.form ? <Notice tone="danger" title={form.errors.form} /> : null}
      <Field label="Name" hint="What it is for: “nightly backup”." error={form.errors.fields.name}>
        {(control) => <Input {...control} name="name" autoComplete="off" maxLength={100} />}
      </Field>
      <Field label="Ends" error={form.errors.fields.expires_at}>
        {(control) => (
          <Select {...control} name="days" defaultValue="90">
            <option value="7">in 7 days</option>
            <option value="30">in 30 days</option>
            <option value="90">in 90 days</option>
            <option value="365">in a year</option>
            <option value="0">never by itself</option>
          </Select>
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" pending={form.isPending}>
          Create token
        </Button>
      </div>
    </form>
  );
}
