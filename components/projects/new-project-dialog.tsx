"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { call } from "#components/api/client.ts";
import { type FormErrors, formErrors, noFormErrors } from "#components/api/field-errors.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import type { Project } from "#components/api/types.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";

interface NewProjectDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** A name and nothing else; then the new database's own page. */
export function NewProjectDialog({ open, onOpenChange }: NewProjectDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New project"
      description="You get a database with a table for users, ready at once."
    >
      <NewProjectForm onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

function NewProjectForm({ onCancel }: { readonly onCancel: () => void }) {
  const router = useRouter();
  const client = useQueryClient();
  const [errors, setErrors] = useState<FormErrors>(noFormErrors);
  const [isPending, setPending] = useState(false);

  async function create(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
    if (name === "") {
      setErrors({ fields: { name: "Give the project a name." }, form: null });
      return;
    }
    setPending(true);
    try {
      const path = "/api/projects/with-database";
      const { project } = await call<{ project: Project }>("POST", path, { body: { name } });
      void client.invalidateQueries({ queryKey: queryKeys.projects });
      router.push(`/projects/${project.id}/database`);
    } catch (error) {
      setErrors(formErrors(error, ["name"]));
      setPending(false);
    }
  }

  return (
    <form onSubmit={(event) => void create(event)} className="grid gap-5" noValidate>
      {errors.form ? <Notice tone="danger" title={errors.form} /> : null}
      <Field label="Name" error={errors.fields.name}>
        {(control) => (
          <Input name="name" placeholder="Bike workshop" autoComplete="off" maxLength={100} {...control} />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" pending={isPending}>
          {isPending ? "Creating" : "Create project"}
        </Button>
      </div>
    </form>
  );
}
