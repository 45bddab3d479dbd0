import type { Metadata } from "next";
import { OrganizationSettings } from "#components/organization/organization-settings.tsx";

export const metadata: Metadata = { title: "Settings" };

export default function OrganizationSettingsRoute() {
  return <OrganizationSettings />;
}
