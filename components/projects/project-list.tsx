"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { useProjects } from "#components/api/queries.ts";
import type { Project } from "#components/api/types.ts";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LogoMark } from "#components/ui/house.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { NewProjectDialog } from "./new-project-dialog.tsx";

export function ProjectList() {
  const projects = useProjects();
  const [isAdding, setAdding] = useState(false);
  const newProject = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden="true" />
      New project
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title="Projects"
        actions={projects.data?.length ? newProject : undefined}
        className="mb-7"
      />
      {projects.isPending ? <ListSkeleton /> : null}
      {projects.error ? (
        <Notice
          tone="danger"
          title={explain(projects.error).title}
          action={<Button onClick={() => void projects.refetch()}>Try again</Button>}
        >
          {explain(projects.error).description}
        </Notice>
      ) : null}
      {projects.data?.length === 0 ? (
        <EmptyState title="No projects yet" action={newProject} className="rounded-xl border border-dashed">
          A project is one database of your own, with its tables, users and keys. All it needs is a name.
        </EmptyState>
      ) : null}
      {projects.data?.length ? (
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {projects.data.map((project) => (
            <ProjectCard key={project.id} project={project} />
          ))}
        </ul>
      ) : null}
      <NewProjectDialog open={isAdding} onOpenChange={setAdding} />
    </Page>
  );
}

const dayFormat = new Intl.DateTimeFormat("en", { dateStyle: "medium" });

function ProjectCard({ project }: { readonly project: Project }) {
  return (
    <li className="relative flex min-h-36 flex-col rounded-xl border bg-raised p-5 shadow-card transition-colors hover:border-control">
      <LogoMark className="mb-3 h-5 w-6 text-faint" />
      <h2 className="font-semibold text-base leading-snug">
        <Link
          href={`/projects/${project.id}/database`}
          className="rounded after:absolute after:inset-0 after:rounded-xl"
        >
          {project.name}
        </Link>
      </h2>
      {project.description ? <p className="mt-1 line-clamp-2 text-soft">{project.description}</p> : null}
      <p className="mt-auto pt-3 text-faint text-xs">
        <span className="font-mono">{project.ref}</span>
        <span aria-hidden="true"> · </span>
        {dayFormat.format(new Date(project.created_at))}
      </p>
    </li>
  );
}

function ListSkeleton() {
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3" role="status" aria-label="Loading projects">
      <Skeleton className="h-36 rounded-xl" />
      <Skeleton className="h-36 rounded-xl" />
      <Skeleton className="h-36 rounded-xl" />
    </div>
  );
}
