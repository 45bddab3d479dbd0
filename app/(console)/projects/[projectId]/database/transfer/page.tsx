import type { Metadata } from "next";
import { TransferPage } from "#components/transfer/transfer-page.tsx";

export const metadata: Metadata = { title: "Import and export" };

export default function ImportAndExportPage() {
  return <TransferPage />;
}
