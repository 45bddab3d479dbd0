import type { RecordQuery } from "./types.ts";

/** The names under which answers are kept, from wide to narrow, so that one call forgets all below it. */
export const queryKeys = {
  projects: ["projects"],
  database: (databaseId: string) => ["database", databaseId],
  overview: (databaseId: string) => ["database", databaseId, "overview"],
  tables: (databaseId: string) => ["database", databaseId, "tables"],
  allRecords: (databaseId: string) => ["database", databaseId, "records"],
  /** All questions about the rows of one table. */
  tableRecords: (databaseId: string, tableName: string) => ["database", databaseId, "records", tableName],
  views: (databaseId: string, tableId: string) => ["database", databaseId, "views", tableId],
  records: (databaseId: string, query: RecordQuery) => [
    "database",
    databaseId,
    "records",
    query.tableName,
    query,
  ],
} as const;
