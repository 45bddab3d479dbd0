"use client";

import { useRouter } from "next/navigation";
import { call } from "#components/api/client.ts";
import { useForm } from "#components/api/use-form.ts";
import { mayDo } from "#components/shell/role.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Section } from "#components/ui/section.tsx";
import { toast } from "#components/ui/toast.ts";
import { useOrganization } from "./organization-context.tsx";
import { OrganizationFrame } from "./organization-frame.tsx";
import { pathOf, useForgetOrganizations } from "./organizations.ts";
import { roleWords } from "./role-words.ts";

export function OrganizationSettings() {
  const organization = useOrganization();
  const router = useRouter();
  const forget = useForgetOrganizations();
  const form = useForm(["name"], async (text) => {
    await call("PATCH", pathOf(organization.id), { body: { name: text("name") } });
    toast({ tone: "good", title: "Organization renamed" });
    await forget();
    // The name stands in the frame, which the server renders.
    router.refresh();
  });
  return (
    <OrganizationFrame>
      <Section title="General">
        <form method="post" onSubmit={form.onSubmit} noValidate>
          <fieldset disabled={!mayDo(organization.role, "admin")} className="grid max-w-sm gap-4">
            {form.errors.form ? <Notice tone="danger" title={form.errors.form} /> : null}
            <Field
              label="Name"
              hint={
                organization.is_personal ? "Your own organization: it came with your account." : undefined
              }
              error={form.errors.fields.name}
            >
              {(control) => (
                <Input
                  {...control}
                  name="name"
                  defaultValue={organization.name}
                  autoComplete="off"
                  maxLength={100}
                />
              )}
            </Field>
            <Button type="submit" pending={form.isPending} className="justify-self-start">
              Save name
            </Button>
          </fieldset>
        </form>
      </Section>
      <Section title="Roles" description="What each may do in all projects of the organization.">
        <dl className="divide-y rounded-xl border bg-raised shadow-card">
          {Object.values(roleWords).map(({ title, may }) => (
            <div key={title} className="flex flex-wrap gap-x-4 px-4 py-3">
              <dt className="w-24 font-medium">{title}</dt>
              <dd className="min-w-40 flex-1 text-soft first-letter:uppercase">{may}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </OrganizationFrame>
  );
}
