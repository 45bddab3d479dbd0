import type { Metadata } from "next";
import { requireSession } from "#app/session.ts";
import { ProjectList } from "#components/projects/project-list.tsx";
import { PlainShell } from "#components/shell/plain-shell.tsx";

export const metadata: Metadata = { title: "Projects" };

export default async function ProjectsPage() {
  const { user } = await requireSession();
  return (
    <PlainShell user={user}>
      <ProjectList />
    </PlainShell>
  );
}
