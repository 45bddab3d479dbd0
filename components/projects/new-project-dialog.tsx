"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { call } from "#components/api/client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import type { Project } from "#components/api/types.ts";
import { useForm } from "#components/api/use-form.ts";
import { useOrganizations } from "#components/organization/organizations.ts";
import { mayDo } from "#components/shell/role.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { useTemplates } from "./use-templates.ts";

interface NewProjectDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Where it is to belong; null: to one's own organization. */
  readonly organizationId: string | null;
}

/** A name, and what to begin with; then the new database's own page. */
export function NewProjectDialog({ open, onOpenChange, organizationId }: NewProjectDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New project"
      description="You get a database with a table for users, ready at once."
    >
      <NewProjectForm organizationId={organizationId} onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

function NewProjectForm({
  organizationId,
  onCancel,
}: Pick<NewProjectDialogProps, "organizationId"> & { readonly onCancel: () => void }) {
  const router = useRouter();
  const client = useQueryClient();
  const { data: organizations = [] } = useOrganizations();
  const possible = organizations.filter(({ role }) => mayDo(role, "admin"));
  const form = useForm(["name", "organizationId", "template"], async (text) => {
    const chosen = text("organizationId") || organizationId;
    const body = {
      name: text("name"),
      ...(chosen ? { organizationId: chosen } : {}),
      ...(text("template") ? { template: text("template") } : {}),
    };
    const path = "/api/projects/with-database";
    const { project } = await call<{ project: Project }>("POST", path, { body });
    void client.invalidateQueries({ queryKey: queryKeys.projects });
    router.push(`/projects/${project.id}/database`);
    // The form stays as it is until the page is there.
    await new Promise(() => undefined);
  });
  const { fields } = form.errors;
  return (
    <form method="post" onSubmit={form.onSubmit} className="grid gap-5" noValidate>
      {form.errors.form ? <Notice tone="danger" title={form.errors.form} /> : null}
      <Field label="Name" error={fields.name}>
        {(control) => (
          <Input name="name" placeholder="Bike workshop" autoComplete="off" maxLength={100} {...control} />
        )}
      </Field>
      <TemplateField error={fields.template} />
      {possible.length > 1 ? (
        <Field label="Organization" error={fields.organizationId}>
          {(control) => (
            <Select
              {...control}
              name="organizationId"
              defaultValue={organizationId ?? possible.find(({ is_personal }) => is_personal)?.id}
            >
              {possible.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" pending={form.isPending}>
          {form.isPending ? "Creating" : "Create project"}
        </Button>
      </div>
    </form>
  );
}

const emptyWords = "No tables yet but the one for users: describe what you need, or draw it.";

function TemplateField({ error }: { readonly error: string | undefined }) {
  const { data: templates = [] } = useTemplates();
  const [chosen, setChosen] = useState("");
  const template = templates.find(({ name }) => name === chosen);
  const hint = template ? `${template.description} With sample rows.` : emptyWords;
  return (
    <Field label="Begin with" hint={hint} error={error}>
      {(control) => (
        <Select
          {...control}
          name="template"
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
        >
          <option value="">An empty database</option>
          <optgroup label="Templates">
            {templates.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </optgroup>
        </Select>
      )}
    </Field>
  );
}
