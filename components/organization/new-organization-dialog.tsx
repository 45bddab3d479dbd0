"use client";

import { useRouter } from "next/navigation";
import { call } from "#components/api/client.ts";
import { useForm } from "#components/api/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { type Organization, useForgetOrganizations } from "./organizations.ts";

interface NewOrganizationDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function NewOrganizationDialog({ open, onOpenChange }: NewOrganizationDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New organization"
      description="Projects that several people work on. You invite them next."
    >
      <NewOrganizationForm onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

function NewOrganizationForm({ onClose }: { readonly onClose: () => void }) {
  const router = useRouter();
  const forget = useForgetOrganizations();
  const form = useForm(["name"], async (text) => {
    const body = { name: text("name") };
    const { organization } = await call<{ organization: Organization }>("POST", "/api/organizations", {
      body,
    });
    await forget();
    onClose();
    router.push(`/organizations/${organization.id}`);
  });
  return (
    <form method="post" onSubmit={form.onSubmit} className="grid gap-5" noValidate>
      {form.errors.form ? <Notice tone="danger" title={form.errors.form} /> : null}
      <Field label="Name" error={form.errors.fields.name}>
        {(control) => <Input {...control} name="name" autoComplete="off" maxLength={100} />}
      </Field>
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" pending={form.isPending}>
          Create organization
        </Button>
      </div>
    </form>
  );
}
