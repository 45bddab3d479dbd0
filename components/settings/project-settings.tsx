"use client";

import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { call } from "#components/api/client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { useForm } from "#components/api/use-form.ts";
import { ProjectKeys } from "#components/database/project-keys.tsx";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { type CurrentProject, useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Textarea } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Section } from "#components/ui/section.tsx";
import { toast } from "#components/ui/toast.ts";
import { ApiSection } from "./api-section.tsx";
import { DeleteProject } from "./delete-project.tsx";
import { type GeneratorProps, GeneratorSection } from "./generator-section.tsx";

export function ProjectSettings({ generator }: { readonly generator: GeneratorProps }) {
  const project = useProject();
  const isAdmin = mayDo(project.role, "admin");
  return (
    <Page className="max-w-3xl">
      <PageHeader title="Settings" className="mb-7" />
      <div className="grid grid-cols-1 gap-12">
        <GeneralForm project={project} canWrite={isAdmin} />
        {isAdmin ? (
          <Section
            title="Keys"
            description="Apps send one of these to be let in."
            action={
              <Button asChild size="sm">
                <Link href={`/projects/${project.id}/database/api?tab=keys`}>
                  Make, rotate and revoke keys
                </Link>
              </Button>
            }
          >
            <dl className="divide-y rounded-xl border bg-raised shadow-card">
              <ProjectKeys projectId={project.id} />
            </dl>
          </Section>
        ) : null}
        <ApiSection databaseId={project.databaseId} canWrite={mayDo(project.role, "editor")} />
        <GeneratorSection {...generator} />
        {mayDo(project.role, "owner") ? <DeleteProject project={project} /> : null}
      </div>
    </Page>
  );
}

interface GeneralFormProps {
  readonly project: CurrentProject;
  readonly canWrite: boolean;
}

function GeneralForm({ project, canWrite }: GeneralFormProps) {
  const router = useRouter();
  const client = useQueryClient();
  const form = useForm(["name", "description"], async (text) => {
    const body = { name: text("name"), description: text("description") || null };
    await call("PATCH", `/api/projects/${project.id}`, { body });
    toast({ tone: "good", title: "Project saved" });
    void client.invalidateQueries({ queryKey: queryKeys.projects });
    // The name stands in the frame, which the server renders.
    router.refresh();
  });
  const { errors, isPending } = form;

  return (
    <form method="post" onSubmit={form.onSubmit} noValidate>
      <fieldset disabled={!canWrite} className="grid max-w-lg gap-4">
        {errors.form ? <Notice tone="danger" title={errors.form} /> : null}
        <Field label="Name" error={errors.fields.name}>
          {(control) => <Input {...control} name="name" defaultValue={project.name} autoComplete="off" />}
        </Field>
        <Field label="Description" error={errors.fields.description}>
          {(control) => (
            <Textarea {...control} name="description" defaultValue={project.description ?? ""} rows={3} />
          )}
        </Field>
        <Field label="Reference" hint="The project's address among the others. It never changes.">
          {(control) => <Input {...control} value={project.ref} readOnly className="bg-sunken font-mono" />}
        </Field>
        {canWrite ? (
          <Button type="submit" variant="primary" pending={isPending} className="justify-self-start">
            Save project
          </Button>
        ) : null}
      </fieldset>
    </form>
  );
}
