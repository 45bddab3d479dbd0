import type { Metadata } from "next";
import { Suspense } from "react";
import { RulesPage } from "#components/rules/rules-page.tsx";

export const metadata: Metadata = { title: "Rules" };

export default function RulesOfDatabasePage() {
  return (
    <Suspense>
      <RulesPage />
    </Suspense>
  );
}
