import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Change, Column, Json } from "#lib/catalog/types.ts";
import { parseFilter } from "#lib/engine/read/filter.ts";
import { defaultSort, type ListRequest, listStatement } from "#lib/engine/read/list.ts";
import { deleteStatement, updateStatement } from "#lib/engine/write/records.ts";
import type { EngineProject } from "./engine-project.ts";
import type { TestDatabase } from "./test-database.ts";

/** Records of a project through the engine's own statements, below the operations. */
export interface EngineRecords {
  /** Runs a statement; the first row of what it gives. */
  run(statement: Parameters<TestDatabase["database"]["query"]>[1]): Promise<Record<string, unknown>>;
  insert(table: string, record: Record<string, Json>): Promise<Record<string, Json>>;
  /** @param ifMatch the version that the record is expected to have. */
  update(table: string, recordId: unknown, patch: Record<string, Json>, ifMatch?: string): Promise<Updated>;
  remove(table: string, recordId: unknown): Promise<Record<string, unknown>>;
  list(
    table: string,
    options?: Partial<Omit<ListRequest, "filter">> & { readonly filters?: unknown },
  ): Promise<Listed>;
}

interface Updated {
  readonly found: number;
  readonly moved_on: boolean;
  readonly record: Record<string, Json> | null;
}

interface Listed {
  readonly records: readonly Record<string, Json>[];
  readonly lastKey: ListRequest["cursor"];
}

export function createTable(name: string, columns: readonly Column[]): Change {
  return { kind: "create_table", table: completeTable({ name, columns: [...columns] }) };
}

export function engineRecords({ database }: TestDatabase, project: EngineProject): EngineRecords {
  const run: EngineRecords["run"] = async (statement) => {
    const { rows } = await database.query<Record<string, unknown>>(project.scope, statement);
    return rows[0] ?? {};
  };
  return {
    run,
    async insert(table, record) {
      const [row] = await project.insert(table, [record]);
      if (row === undefined) throw new Error("nothing was inserted");
      return row;
    },
    async update(table, recordId, patch, ifMatch) {
      const request = { recordId: String(recordId), patch, ...(ifMatch === undefined ? {} : { ifMatch }) };
      const outcome = await run(
        updateStatement(await project.catalog(), await project.table(table), request),
      );
      return { ...outcome, record: JSON.parse(String(outcome.record)) } as Updated;
    },
    remove: async (table, recordId) =>
      run(deleteStatement(await project.catalog(), await project.table(table), String(recordId))),
    async list(table, options = {}) {
      const catalog = await project.catalog();
      const target = await project.table(table);
      const request: ListRequest = {
        columns: target.definition.columns,
        filter: options.filters === undefined ? null : parseFilter(target, options.filters),
        search: null,
        sort: defaultSort(target),
        limit: 100,
        offset: 0,
        cursor: null,
        ...options,
      };
      const row = await run(listStatement(catalog, target, request));
      return {
        records: JSON.parse(String(row.records)),
        lastKey: (row.last_key as ListRequest["cursor"] | undefined) ?? null,
      };
    },
  };
}
