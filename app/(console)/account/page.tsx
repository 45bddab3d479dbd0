import type { Metadata } from "next";
import { requireSession } from "#app/session.ts";
import { ProfilePage } from "#components/account/profile-page.tsx";

export const metadata: Metadata = { title: "Account" };

export default async function AccountRoute() {
  const { user } = await requireSession();
  return <ProfilePage user={user} />;
}
