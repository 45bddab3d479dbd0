import Link from "next/link";
import type { Project } from "#components/api/types.ts";
import { LogoMark } from "#components/ui/house.tsx";

const dayFormat = new Intl.DateTimeFormat("en", { dateStyle: "medium" });

interface ProjectCardProps {
  readonly project: Project;
  readonly showsOrganization: boolean;
}

export function ProjectCard({ project, showsOrganization }: ProjectCardProps) {
  return (
    <li className="relative flex min-h-36 min-w-0 flex-col rounded-xl border bg-raised p-5 shadow-card transition-colors hover:border-control">
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
      <p className="mt-auto truncate pt-3 text-faint text-xs">
        {showsOrganization ? project.organization_name : <span className="font-mono">{project.ref}</span>}
        <span aria-hidden="true"> · </span>
        {dayFormat.format(new Date(project.created_at))}
      </p>
    </li>
  );
}
