import type { Metadata } from "next";
import { SecurityPage } from "#components/account/security-page.tsx";

export const metadata: Metadata = { title: "Signing in" };

export default function SecurityRoute() {
  return <SecurityPage />;
}
