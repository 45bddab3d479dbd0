"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useSyncExternalStore } from "react";
import { call } from "#components/api/client.ts";
import { queryRecords } from "#components/api/queries.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import type { RecordPage, Row } from "#components/api/types.ts";
import type { Json, Table } from "#lib/catalog/types.ts";
import { cutText } from "./cut-values.ts";
import { EditStore } from "./edit-store.ts";
import { keyConditions, recordKey } from "./record-key.ts";

/** The table's edits on their way to the server; what the server makes of them replaces the rows that are known. */
export function useEditStore(databaseId: string, table: Table): EditStore {
  const client = useQueryClient();
  const store = useMemo(
    () =>
      new EditStore({
        update: async (records) => {
          const body = { tableName: table.name, records };
          const path = `/api/database/${databaseId}/records/update`;
          return (await call<{ records: readonly Row[] }>("POST", path, { body })).records;
        },
        load: async (key) => {
          const filters = { and: keyConditions(table, key) };
          const { records } = await queryRecords(databaseId, { tableName: table.name, filters, limit: 1 });
          return records[0] ?? null;
        },
        onRows: (rows) =>
          client.setQueriesData<RecordPage>(
            { queryKey: queryKeys.tableRecords(databaseId, table.name) },
            (page) => replaced(table, page, rows),
          ),
      }),
    [client, databaseId, table],
  );
  useSyncExternalStore(store.subscribe, store.version, store.version);
  return store;
}

/** A page with newer versions of some of its rows; what the page does not show of a row stays away. */
function replaced(
  table: Table,
  page: RecordPage | undefined,
  rows: ReadonlyMap<string, Row>,
): RecordPage | undefined {
  // Counts by group are kept under the same name.
  if (page === undefined || !Array.isArray(page.records)) return page;
  let isChanged = false;
  const records = page.records.map((row) => {
    const key = recordKey(table, row);
    const newer = key === null ? undefined : rows.get(key);
    if (newer === undefined) return row;
    isChanged = true;
    return Object.fromEntries(
      Object.keys(row).map((name) => [name, cutAgain(row[name] ?? null, newer[name] ?? null)]),
    );
  });
  return isChanged ? { ...page, records } : page;
}

/** What was cut before stays cut while it begins as it did: a page does not grow by what its rows hold. */
function cutAgain(before: Json, newer: Json): Json {
  const beginning = cutText(before);
  const text = typeof newer === "string" ? newer : JSON.stringify(newer);
  return beginning !== null && text.startsWith(beginning) && text !== beginning ? before : newer;
}
