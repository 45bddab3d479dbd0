"use client";

import { ActivityLog } from "#components/activity/activity-log.tsx";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useProject } from "#components/shell/project-context.tsx";

const areas = [
  { value: "all", label: "Everything" },
  { value: "schema", label: "Tables" },
  { value: "keys", label: "Keys" },
  { value: "projects", label: "The project itself" },
];

/** Who changed what in a project. */
export function ActivityPage() {
  const { id } = useProject();
  return (
    <Page>
      <PageHeader
        title="Activity"
        description="Who changed tables, keys and the project, and when. Nothing of it can be edited."
        className="mb-7"
      />
      <ActivityLog path={`/api/projects/${id}`} areas={areas} />
    </Page>
  );
}
