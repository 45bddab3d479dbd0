import type { Metadata } from "next";
import { StructurePage } from "#components/tables/structure-page.tsx";

interface Properties {
  readonly params: Promise<{ readonly tableName: string }>;
}

export async function generateMetadata({ params }: Properties): Promise<Metadata> {
  return { title: `Structure of ${decodeURIComponent((await params).tableName)}` };
}

export default async function TableStructurePage({ params }: Properties) {
  return <StructurePage tableName={decodeURIComponent((await params).tableName)} />;
}
