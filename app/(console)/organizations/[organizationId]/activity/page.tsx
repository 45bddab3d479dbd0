import type { Metadata } from "next";
import { OrganizationActivity } from "#components/organization/organization-activity.tsx";

export const metadata: Metadata = { title: "Activity" };

export default function OrganizationActivityRoute() {
  return <OrganizationActivity />;
}
