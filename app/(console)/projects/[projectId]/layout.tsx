import type { Metadata } from "next";
import type { ReactNode } from "react";
import { requireProject, requireSession } from "#app/session.ts";
import { CreateDatabase } from "#components/projects/create-database.tsx";
import { PlainShell } from "#components/shell/plain-shell.tsx";
import { ProjectShell } from "#components/shell/project-shell.tsx";

interface LayoutProperties {
  readonly params: Promise<{ readonly projectId: string }>;
  readonly children: ReactNode;
}

export async function generateMetadata({ params }: Pick<LayoutProperties, "params">): Promise<Metadata> {
  const project = await requireProject((await params).projectId);
  return { title: { default: project.name, template: `%s · ${project.name} · Rowhouse` } };
}

export default async function ProjectLayout({ params, children }: LayoutProperties) {
  const { user } = await requireSession();
  const { database_id, ...project } = await requireProject((await params).projectId);
  if (database_id === null) {
    return (
      <PlainShell user={user}>
        <CreateDatabase projectId={project.id} name={project.name} />
      </PlainShell>
    );
  }
  const { id, ref, name, description, role } = project;
  const organization = { id: project.organization_id, name: project.organization_name };
  return (
    <ProjectShell
      user={user}
      project={{ id, ref, name, description, role, databaseId: database_id, organization }}
    >
      {children}
    </ProjectShell>
  );
}
