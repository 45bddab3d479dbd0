import type { Metadata } from "next";
import { MembersPage } from "#components/organization/members-page.tsx";

export const metadata: Metadata = { title: "Members" };

export default function OrganizationRoute() {
  return <MembersPage />;
}
