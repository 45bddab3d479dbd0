import type { Metadata } from "next";
import { ActivityPage } from "#components/database/activity-page.tsx";

export const metadata: Metadata = { title: "Activity" };

export default function ActivityRoute() {
  return <ActivityPage />;
}
