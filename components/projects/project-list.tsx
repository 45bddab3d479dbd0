"use client";

import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { type ReactNode, useDeferredValue, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { useProjects } from "#components/api/queries.ts";
import type { Project } from "#components/api/types.ts";
import { useCurrentOrganization } from "#components/organization/organization-switcher.tsx";
import { useOrganizations } from "#components/organization/organizations.ts";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { mayDo } from "#components/shell/role.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { ProjectCard } from "./project-card.tsx";

const NewProjectDialog = dynamic(() =>
  import("./new-project-dialog.tsx").then((module) => module.NewProjectDialog),
);

/** From so many projects on a list is searched, not read. */
const searchedFrom = 7;

/** All projects of one's organizations, or of the one that the address names. */
export function ProjectList() {
  const projects = useProjects();
  const { data: organizations = [] } = useOrganizations();
  const organization = useCurrentOrganization(organizations);
  const isNew = useSearchParams().has("new");
  const [isAdding, setAdding] = useState(isNew);
  const [search, setSearch] = useState("");
  const needle = useDeferredValue(search.trim().toLowerCase());
  const own = (projects.data ?? []).filter(
    ({ organization_id }) => organization === undefined || organization_id === organization.id,
  );
  const shown = own.filter((project) => matches(project, needle));
  const mayAdd = organization === undefined || mayDo(organization.role, "admin");
  const newProject = mayAdd ? (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden="true" />
      New project
    </Button>
  ) : null;
  return (
    <Page>
      <PageHeader
        title={organization?.name ?? "Projects"}
        actions={own.length > 0 ? newProject : undefined}
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
      {own.length >= searchedFrom ? (
        <Input
          type="search"
          aria-label="Search projects"
          placeholder="Search projects"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="mb-5 max-w-sm"
        />
      ) : null}
      {projects.data && own.length === 0 ? <NoProjects action={newProject} /> : null}
      {own.length > 0 && shown.length === 0 ? (
        <EmptyState
          title={`No project is called “${search.trim()}”`}
          action={<Button onClick={() => setSearch("")}>Show all projects</Button>}
        />
      ) : null}
      <p className="sr-only" role="status">
        {needle === "" ? "" : `${shown.length} of ${own.length} projects`}
      </p>
      {shown.length > 0 ? (
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {shown.map((project) => (
            <ProjectCard
              key={project.id}
              project={project}
              showsOrganization={organization === undefined && organizations.length > 1}
            />
          ))}
        </ul>
      ) : null}
      {isAdding ? (
        <NewProjectDialog open onOpenChange={setAdding} organizationId={organization?.id ?? null} />
      ) : null}
    </Page>
  );
}

function NoProjects({ action }: { readonly action: ReactNode }) {
  return (
    <EmptyState title="No projects yet" action={action} className="rounded-xl border border-dashed">
      {action === null
        ? "An admin of this organization makes the first."
        : "A project is one database of your own, with its tables, users and keys. All it needs is a name."}
    </EmptyState>
  );
}

function matches({ name, description, ref, organization_name }: Project, needle: string): boolean {
  return [name, description ?? "", ref, organization_name].some((text) =>
    text.toLowerCase().includes(needle),
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
