import type { Column, Table } from "../../catalog/types.ts";
import { selectTrash, type TrashRow } from "../../store/schema/table.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { readInCatalog } from "../in-catalog.ts";

export interface Trash {
  /** Oldest first, like the columns. */
  readonly tables: readonly {
    readonly id: string;
    readonly table_name: string;
    readonly schema: Table;
    readonly dropped_at: string;
  }[];
  readonly columns: readonly {
    readonly table_id: string;
    /** What the table is called by now. */
    readonly table_name: string;
    readonly column: Column;
    readonly dropped_at: string;
  }[];
}

/** What was dropped and can be restored. */
export async function listTrash(actor: Actor, databaseId: string): Promise<Trash> {
  const scope = await authorize(actor, databaseId, "viewer");
  return readInCatalog(scope, async (tx, catalog) => {
    const { rows } = await tx.query<TrashRow>(selectTrash(scope));
    return {
      tables: rows.map(({ id, schema_json, dropped_at }) => ({
        id,
        table_name: schema_json.name,
        schema: schema_json,
        dropped_at,
      })),
      columns: catalog.tables.flatMap(({ id, definition, storage }) =>
        (storage.dropped ?? []).map(({ column, dropped_at }) => ({
          table_id: id,
          table_name: definition.name,
          column,
          dropped_at,
        })),
      ),
    };
  });
}
