import type { Metadata } from "next";
import type { ReactNode } from "react";
import { requireOrganization, requireSession } from "#app/session.ts";
import { OrganizationProvider } from "#components/organization/organization-context.tsx";
import { PlainShell } from "#components/shell/plain-shell.tsx";

interface LayoutProperties {
  readonly params: Promise<{ readonly organizationId: string }>;
  readonly children: ReactNode;
}

export async function generateMetadata({ params }: Pick<LayoutProperties, "params">): Promise<Metadata> {
  const { name } = await requireOrganization((await params).organizationId);
  return { title: { default: name, template: `%s · ${name} · Rowhouse` } };
}

export default async function OrganizationLayout({ params, children }: LayoutProperties) {
  const { user } = await requireSession();
  const organization = await requireOrganization((await params).organizationId);
  return (
    <PlainShell user={user}>
      <OrganizationProvider organization={{ ...organization, userId: user.id }}>
        {children}
      </OrganizationProvider>
    </PlainShell>
  );
}
