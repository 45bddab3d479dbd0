"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Role } from "./role.ts";

/** The project that the page is about, known to the server before the page is sent. */
export interface CurrentProject {
  readonly id: string;
  readonly ref: string;
  readonly name: string;
  readonly description: string | null;
  readonly databaseId: string;
  readonly organization: { readonly id: string; readonly name: string };
  readonly role: Role;
}

const ProjectContext = createContext<CurrentProject | null>(null);

export function ProjectProvider({
  project,
  children,
}: {
  readonly project: CurrentProject;
  readonly children: ReactNode;
}) {
  return <ProjectContext value={project}>{children}</ProjectContext>;
}

/** Null outside of a project's pages. */
export function useProjectOrNull(): CurrentProject | null {
  return useContext(ProjectContext);
}

export function useProject(): CurrentProject {
  const project = useContext(ProjectContext);
  if (project === null) throw new Error("useProject outside of a project's pages");
  return project;
}
