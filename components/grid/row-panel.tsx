"use client";

import { call } from "#components/api/client.ts";
import { useForget, useRecords } from "#components/api/queries.ts";
import type { Row, TableInfo } from "#components/api/types.ts";
import { RecordPanel, type Subject } from "#components/record-panel/record-panel.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Table } from "#lib/catalog/types.ts";
import { keyConditions, recordKey } from "./record-key.ts";

interface RowPanelProps {
  readonly databaseId: string;
  readonly info: TableInfo;
  readonly tables: readonly TableInfo[];
  /** `new`, or the key of a row. */
  readonly rowKey: string;
  /** The page of rows that is shown: the row is most likely one of them. */
  readonly records: readonly Row[];
  readonly canWrite: boolean;
  readonly onClose: () => void;
}

/** The panel for the row in the address, with what it can do to the table's rows. */
export function RowPanel({ databaseId, info, tables, rowKey, records, canWrite, onClose }: RowPanelProps) {
  const { schema: table } = info;
  const forget = useForget(databaseId);
  const subject = useSubject(databaseId, table, rowKey, records);
  const path = (row: Row) =>
    `/api/database/${databaseId}/records/${encodeURIComponent(recordKey(table, row) ?? "")}`;
  const done = (title: string) => {
    toast({ tone: "good", title });
    // Not awaited: the panel closes at once, the grid follows.
    void forget.rows();
  };
  return (
    <RecordPanel
      {...{ databaseId, info, tables, subject, canWrite, onClose }}
      actions={{
        create: async (data) => {
          const body = { tableName: table.name, data };
          await call("POST", `/api/database/${databaseId}/records/create`, { body });
          done("Row added");
        },
        update: async (row, data) => {
          const seen = row.updated_at;
          const headers = typeof seen === "string" ? { "If-Match": `"${seen}"` } : {};
          await call("PUT", path(row), { body: { tableName: table.name, data }, headers });
          done("Changes saved");
        },
        remove: async (row) => {
          await call("DELETE", `${path(row)}?tableName=${encodeURIComponent(table.name)}`);
          done("Row deleted");
        },
      }}
    />
  );
}

function useSubject(databaseId: string, table: Table, key: string, records: readonly Row[]): Subject {
  const shown = records.find((row) => recordKey(table, row) === key);
  const query = { tableName: table.name, filters: { and: keyConditions(table, key) }, limit: 1 };
  const found = useRecords(databaseId, query, key !== "new" && shown === undefined);
  if (key === "new") return { kind: "new" };
  const row = shown ?? found.data?.records.find((candidate) => recordKey(table, candidate) === key);
  if (row) return { kind: "row", row };
  return found.isPending || found.isFetching ? { kind: "loading" } : { kind: "missing" };
}
