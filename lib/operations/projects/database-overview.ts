import type { CatalogTable, Table } from "#lib/catalog/types.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { findDatabase, type ProjectDatabase } from "#lib/store/projects/project-database.ts";
import { countRows, type TableCount } from "#lib/store/schema/database-counts.ts";
import type { Actor } from "../actor.ts";
import { authorize, notFound } from "../authorize.ts";
import { projectUrl } from "./provision-database.ts";

export interface DatabaseOverview {
  readonly database: ProjectDatabase;
  readonly tables: readonly {
    readonly id: string;
    readonly table_name: string;
    readonly schema: Table;
    readonly records: number;
  }[];
  readonly counts: {
    readonly tables: number;
    readonly records: number;
    /** End users of the app. */
    readonly users: number;
    /** An estimate. */
    readonly bytes: number;
  };
  readonly url: string;
}

/** What is in a database, at a glance. */
export async function databaseOverview(actor: Actor, databaseId: string): Promise<DatabaseOverview> {
  const scope = await authorize(actor, databaseId, "viewer");
  const [found, counted, catalog] = await runtime().database.transaction(scope, (tx) =>
    Promise.all([
      tx.query<ProjectDatabase & { ref: string }>(findDatabase(scope)),
      tx.query<TableCount>(countRows(scope)),
      runtime().catalogs.read(scope, tx),
    ]),
  );
  const [row] = found.rows;
  if (row === undefined) throw notFound("database", databaseId);
  const { ref, ...database } = row;
  // Rows of dropped tables are there until they are purged, and count for nothing.
  const living = new Set(catalog.tables.map((table) => table.id));
  const counts = counted.rows.filter((count) => living.has(count.table_id));
  const countOf = (table: CatalogTable) => counts.find((count) => count.table_id === table.id);
  return {
    database,
    tables: catalog.tables.map((table) => ({
      id: table.id,
      table_name: table.definition.name,
      schema: table.definition,
      records: countOf(table)?.records ?? 0,
    })),
    counts: {
      tables: catalog.tables.length,
      records: sum(counts.map(({ records }) => records)),
      users: sum(catalog.tables.filter(({ isAuth }) => isAuth).map((table) => countOf(table)?.records ?? 0)),
      bytes: sum(counts.map(({ bytes }) => bytes)),
    },
    url: projectUrl(ref),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
