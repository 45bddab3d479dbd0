"use client";

import { useState } from "react";
import { call } from "#components/api/client.ts";
import { useForm } from "#components/api/use-form.ts";
import type { Role } from "#components/shell/role.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { useOrganization } from "./organization-context.tsx";
import { pathOf, useForgetOrganizations } from "./organizations.ts";
import { RoleSelect } from "./role-select.tsx";
import { roleWords } from "./role-words.ts";

interface InviteDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

interface Created {
  readonly url: string;
  readonly is_mailed: boolean;
  readonly invitation: { readonly email: string | null };
}

/** Makes a link that lets one person in. */
export function InviteDialog({ open, onOpenChange }: InviteDialogProps) {
  const { name } = useOrganization();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Invite to ${name}`}
      description="You get a link to hand on. It lets in one person, with an account or without."
    >
      <InviteForm onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function InviteForm({ onDone }: { readonly onDone: () => void }) {
  const organization = useOrganization();
  const forget = useForgetOrganizations();
  const [role, setRole] = useState<Role>("editor");
  const [created, setCreated] = useState<Created | null>(null);
  const form = useForm(["email", "role", "days"], async (text) => {
    const body = { role, email: text("email") || null, days: Number(text("days")) };
    setCreated(await call<Created>("POST", `${pathOf(organization.id)}/invitations`, { body }));
    void forget();
  });
  if (created) return <CreatedLink created={created} onDone={onDone} />;
  return (
    <form method="post" onSubmit={form.onSubmit} className="grid gap-4" noValidate>
      {form.errors.form ? <Notice tone="danger" title={form.errors.form} /> : null}
      <Field
        label="E-mail"
        hint="Optional: whom it is for. Sent there if this server sends mail."
        error={form.errors.fields.email}
      >
        {(control) => <Input {...control} name="email" type="email" autoComplete="off" />}
      </Field>
      <Field label="Role" hint={`May ${roleWords[role].may}`} error={form.errors.fields.role}>
        {(control) => (
          <RoleSelect
            {...control}
            highest={organization.role}
            isPersonal={organization.is_personal}
            value={role}
            onChange={(event) => setRole(event.target.value as Role)}
          />
        )}
      </Field>
      <Field label="Good for" error={form.errors.fields.days}>
        {(control) => (
          <Select {...control} name="days" defaultValue="7">
            <option value="1">a day</option>
            <option value="7">a week</option>
            <option value="30">30 days</option>
          </Select>
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" pending={form.isPending}>
          Create link
        </Button>
      </div>
    </form>
  );
}

function CreatedLink({ created, onDone }: { readonly created: Created; readonly onDone: () => void }) {
  const { url, is_mailed, invitation } = created;
  return (
    <div className="grid gap-4">
      <Notice tone="info" title={is_mailed ? `Sent to ${invitation.email}` : "Copy the link now"}>
        It is not shown again. Whoever follows it first is in.
      </Notice>
      <div className="flex items-center gap-2 rounded-md border bg-sunken py-1 pr-1 pl-3">
        <code className="min-w-0 flex-1 truncate font-mono text-xs">{url}</code>
        <CopyButton text={url} label="Copy the link" />
      </div>
      <Button variant="primary" onClick={onDone} className="justify-self-end">
        Done
      </Button>
    </div>
  );
}
