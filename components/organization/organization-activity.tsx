"use client";

import { ActivityLog } from "#components/activity/activity-log.tsx";
import { useOrganization } from "./organization-context.tsx";
import { OrganizationFrame } from "./organization-frame.tsx";
import { pathOf } from "./organizations.ts";

const areas = [
  { value: "all", label: "Everything" },
  { value: "members", label: "Members and invitations" },
  { value: "projects", label: "Projects" },
  { value: "schema", label: "Tables" },
  { value: "keys", label: "Keys" },
];

/** Who changed what in an organization and the tables of its projects. */
export function OrganizationActivity() {
  const { id } = useOrganization();
  return (
    <OrganizationFrame>
      <ActivityLog path={pathOf(id)} areas={areas} showsProject />
    </OrganizationFrame>
  );
}
