import type { Metadata } from "next";
import { AuditLog } from "#components/users/audit-log.tsx";

export const metadata: Metadata = { title: "Events" };

export default function AuditLogPage() {
  return <AuditLog />;
}
