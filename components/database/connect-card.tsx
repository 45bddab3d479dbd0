"use client";

import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { ProjectKeys } from "./project-keys.tsx";
import { SecretLine } from "./secret-line.tsx";

/** How an app reaches this database: its address and its keys. */
export function ConnectCard({ url }: { readonly url: string }) {
  const project = useProject();
  return (
    <section aria-labelledby="connect-title">
      <h2 id="connect-title" className="font-semibold text-base">
        Connect an app
      </h2>
      <p className="mt-0.5 mb-3 text-soft">The address of the database, and the keys that open it.</p>
      <dl className="divide-y rounded-xl border bg-raised shadow-card">
        <SecretLine label="Address" value={url} />
        {mayDo(project.role, "admin") ? <ProjectKeys projectId={project.id} /> : null}
      </dl>
    </section>
  );
}
