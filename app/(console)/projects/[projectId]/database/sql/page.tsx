import type { Metadata } from "next";
import { SqlPanel } from "#components/sql-panel/sql-panel.tsx";

export const metadata: Metadata = { title: "SQL" };

export default function SqlPage() {
  return <SqlPanel />;
}
