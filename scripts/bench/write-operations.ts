import type { Catalog, CatalogTable } from "#lib/catalog/types.ts";
import { insertStatement, updateStatement } from "#lib/engine/write/records.ts";
import type { Operation } from "./operations.ts";
import { pick, type Samples } from "./read-operations.ts";
import { statuses, taskRecord } from "./tables.ts";

const columns = ["title", "slug", "status", "amount", "due", "author_id", "quantity", "notes"];

const nativeInsert = `insert into native.tasks as t (${columns.join(", ")})
  values (${columns.map((_, index) => `$${index + 1}`).join(", ")}) returning row_to_json(t.*)::text as record`;

/** One record at a time through the engine's writer, each answered as JSON. */
export function writeOperations(
  catalog: Catalog,
  tasks: CatalogTable,
  samples: Samples,
  authorIds: readonly string[],
): readonly Operation[] {
  const update = (index: number, column: string, value: string) => {
    const { id } = pick(samples.tasks, index);
    return {
      native: {
        text: `update native.tasks as t set ${column} = $2, updated_at = now() where id = $1 returning row_to_json(t.*)::text as record`,
        values: [id, value],
      },
      virtual: updateStatement(catalog, tasks, { recordId: id, patch: { [column]: value } }),
    };
  };
  // A kept folder has the rows of earlier runs.
  const first = Date.now() % 10_000_000_000;
  return [
    {
      name: "insert",
      target: 1.6,
      run: (index) => {
        const record = taskRecord(first + index, authorIds);
        return {
          native: { text: nativeInsert, values: columns.map((name) => record[name]) },
          virtual: insertStatement(catalog, tasks, [record]),
        };
      },
    },
    {
      name: "update",
      target: 1.4,
      run: (index) => update(index, "notes", `Changed for the ${index}th time.`),
    },
    { name: "update_indexed", target: 1.8, run: (index) => update(index, "status", pick(statuses, index)) },
  ];
}
