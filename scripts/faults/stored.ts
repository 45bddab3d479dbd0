import type { Cluster } from "./cluster.ts";

/** One virtual table as it lies in the database. */
export interface StoredTable {
  readonly name: string;
  readonly schema_json: { readonly columns: readonly { readonly name: string; readonly type: string }[] };
  readonly storage_json: {
    readonly columns: {
      readonly [name: string]: {
        readonly place: string;
        readonly key: string;
        readonly index?: string;
        readonly unique?: string;
        readonly reference?: string;
      };
    };
  };
  readonly rows: readonly StoredRow[];
}

export interface StoredRow {
  readonly id: string;
  readonly data: { readonly [key: string]: unknown };
  readonly slots: { readonly [slot: string]: unknown };
}

/** Everything that a project holds, read past the product. */
export async function readStored(cluster: Cluster, projectId: string): Promise<StoredTable[]> {
  return cluster.query<StoredTable>(`
    select t.table_name as name, t.schema_json, t.storage_json,
           coalesce((select json_agg(json_build_object('id', d.id, 'data', d.data,
                                                       'slots', jsonb_strip_nulls(to_jsonb(d) - 'data')))
                       from rowhouse.project_data d
                      where d.project_id = t.project_id and d.table_id = t.id), '[]') as rows
      from rowhouse.project_tables t
     where t.project_id = '${projectId}' and t.dropped_at is null`);
}

/** Where a row's slots are not what its data says, or its data not of its column's type. */
export function misfits(tables: readonly StoredTable[]): string[] {
  return tables.flatMap((table) => table.rows.flatMap((row) => misfitsOf(table, row)));
}

function misfitsOf({ name, schema_json, storage_json }: StoredTable, row: StoredRow): string[] {
  const wrong: string[] = [];
  for (const { name: column, type } of schema_json.columns) {
    const storage = storage_json.columns[column];
    if (storage === undefined) {
      wrong.push(`${name}.${column}: a column without storage`);
      continue;
    }
    if (storage.place !== "data") continue;
    const value = row.data[storage.key] ?? null;
    if (value !== null && typeof value !== jsonTypes[type])
      wrong.push(`${name}.${column} of ${row.id}: ${JSON.stringify(value)} is no ${type}`);
    for (const slot of [storage.index, storage.unique, storage.reference]) {
      if (slot === undefined) continue;
      const copy = row.slots[slot] ?? null;
      if (String(copy) !== String(value))
        wrong.push(`${name}.${column} of ${row.id}: slot ${slot} says ${copy}, the data ${value}`);
    }
  }
  return wrong;
}

/** Of the column types that are written here. */
const jsonTypes: { readonly [type: string]: string } = {
  text: "string",
  uuid: "string",
  integer: "number",
  bigint: "number",
};
