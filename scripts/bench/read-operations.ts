import type { Catalog, CatalogTable } from "#lib/catalog/types.ts";
import { readableColumns } from "#lib/engine/column-sql.ts";
import { parseFilter } from "#lib/engine/read/filter.ts";
import { countStatement, type ListRequest, listStatement } from "#lib/engine/read/list.ts";
import type { Operation } from "./operations.ts";
import { slugOf, statuses } from "./tables.ts";
import type { TypedSql } from "./typed-sql.ts";

/** What the parameters are drawn from. */
export interface Samples {
  readonly rows: number;
  /** Storage ids and due dates of some tasks of the status that is listed. */
  readonly tasks: readonly { readonly id: string; readonly due: string }[];
}

const listed = "open";

/** Records as one text. */
const records = (inner: string) =>
  `select coalesce(json_agg(row_to_json(r.*)), '[]')::text as records from (${inner}) as r`;

/** A page as the product answers it: its records as one text, and where the next one begins if there is one. */
const page = (condition: string, slice = "") => `with page as materialized (
    select * from native.tasks where ${condition} order by due, id limit 21 ${slice}
  )
  select coalesce((select json_agg(row_to_json(r.*)) from (select * from page limit 20) as r), '[]')::text as records,
    case when exists (select from page offset 20) then (
      select array[due::text, id::text] from page limit 1 offset 19
    ) end as last_key`;

/** The lists that the engine's own page statement answers. */
export function listOperations(
  catalog: Catalog,
  tasks: CatalogTable,
  samples: Samples,
): readonly Operation[] {
  const due = tasks.definition.columns.find(({ name }) => name === "due");
  if (due === undefined) throw new Error("tasks have a due date");
  const request = (part: Partial<ListRequest>): ListRequest => ({
    columns: readableColumns(tasks),
    filter: parseFilter(tasks, { status: listed }),
    search: null,
    sort: [{ column: due, isDescending: false, nullsFirst: false }],
    limit: 20,
    offset: 0,
    cursor: null,
    ...part,
  });
  // More than any page takes for few: what the product knows from the second request on.
  const way = samples.rows / statuses.length > 10_000 ? "followed" : "counted";
  const list = (part: Partial<ListRequest>) => listStatement(catalog, tasks, request(part), way);
  return [
    {
      name: "list_first",
      target: 1.1,
      run: () => ({ native: { text: page("status = $1"), values: [listed] }, virtual: list({}) }),
    },
    {
      name: "list_page50",
      target: 1.5,
      run: () => ({
        native: { text: page("status = $1", "offset 980"), values: [listed] },
        virtual: list({ offset: 980 }),
      }),
    },
    {
      name: "list_keyset",
      target: 1.1,
      run: (index) => {
        const seen = pick(samples.tasks, index);
        return {
          native: {
            text: page("status = $1 and (due, id) > ($2, $3)"),
            values: [listed, seen.due, seen.id],
          },
          virtual: list({ cursor: [seen.due, seen.id] }),
        };
      },
    },
    {
      name: "count_filtered",
      target: 1.4,
      run: (index) => {
        const status = pick(statuses, index);
        return {
          native: { text: "select count(*) as count from native.tasks where status = $1", values: [status] },
          virtual: countStatement(catalog, tasks, { filter: parseFilter(tasks, { status }), search: null }),
        };
      },
    },
  ];
}

/** What is asked in SQL: one text for both sides, which the product lowers to stored rows. */
export async function sqlOperations(sql: TypedSql, samples: Samples): Promise<readonly Operation[]> {
  const operations: Operation[] = [];
  const add = async (
    name: Operation["name"],
    target: number,
    text: string,
    values: (index: number) => readonly unknown[] = () => [],
  ) => {
    const virtual = await sql.statement(text);
    const native = text.replaceAll(/\b(from|join) (tasks|authors)\b/g, "$1 native.$2");
    operations.push({
      name,
      target,
      run: (index) => ({
        native: { text: native, values: values(index) },
        virtual: virtual(values(index)),
      }),
    });
  };
  await add(
    "get_pk",
    1.2,
    "select row_to_json(t.*)::text as record from tasks as t where id = $1",
    (index) => [pick(samples.tasks, index).id],
  );
  await add(
    "get_unique",
    1.2,
    "select row_to_json(t.*)::text as record from tasks as t where slug = $1",
    (index) => [slugOf((index * 48_271) % samples.rows)],
  );
  await add(
    "range",
    1.4,
    records(
      "select id, title, amount from tasks where amount >= $1 and amount < $1 + 10 order by amount limit 100",
    ),
    (index) => [(index * 37) % 9_000],
  );
  await add(
    "group_sum",
    1.2,
    "select status, count(*) as tasks, sum(amount) as amount from tasks group by status order by status",
  );
  await add(
    "join_group",
    1.5,
    "select a.name, count(*) as tasks, sum(t.amount) as amount from tasks as t join authors as a on a.id = t.author_id group by a.name order by a.name",
  );
  await add(
    "json_aggregate",
    3.5,
    "select quantity, count(*) as tasks, sum(length(title)) as letters from tasks group by quantity order by quantity",
  );
  return operations;
}

/** One of the list, as if at random, the same one in every run of the benchmark. */
export function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[(index * 7_919) % items.length];
  if (item === undefined) throw new Error("nothing to draw from");
  return item;
}
