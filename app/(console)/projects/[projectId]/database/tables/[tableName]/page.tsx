import type { Metadata } from "next";
import { RowsPage } from "#components/grid/rows-page.tsx";

interface Properties {
  readonly params: Promise<{ readonly tableName: string }>;
}

export async function generateMetadata({ params }: Properties): Promise<Metadata> {
  return { title: decodeURIComponent((await params).tableName) };
}

export default async function TableRowsPage({ params }: Properties) {
  return <RowsPage tableName={decodeURIComponent((await params).tableName)} />;
}
