import type { Metadata } from "next";
import { ApiPage } from "#components/connect/api-page.tsx";

export const metadata: Metadata = { title: "API" };

export default function ApiOfDatabasePage() {
  return <ApiPage />;
}
