import type { ReactNode } from "react";
import type { User } from "#components/api/types.ts";
import { BottomBar } from "./bottom-bar.tsx";
import { Crumbs } from "./crumbs.tsx";
import { type CurrentProject, ProjectProvider } from "./project-context.tsx";
import { Rail } from "./rail.tsx";
import { SkipLink } from "./skip-link.tsx";
import { TopBar } from "./top-bar.tsx";

interface ProjectShellProps {
  readonly user: User;
  readonly project: CurrentProject;
  readonly children: ReactNode;
}

/** The frame of a project's pages: rail on the left, a bar below on small screens, the page on a sheet of its own. */
export function ProjectShell({ user, project, children }: ProjectShellProps) {
  return (
    <ProjectProvider project={project}>
      <SkipLink />
      <TopBar user={user}>
        <Crumbs />
      </TopBar>
      <div className="md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
        <Rail />
        <main
          id="content"
          tabIndex={-1}
          className="min-h-[calc(100dvh-var(--topbar))] border-t bg-surface pb-(--bottombar) focus:outline-none md:rounded-tl-2xl md:border-l"
        >
          {children}
        </main>
      </div>
      <BottomBar />
    </ProjectProvider>
  );
}
