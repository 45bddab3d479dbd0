import type { Catalog } from "#lib/catalog/types.ts";
import type { TenantScope } from "#lib/db/scope.ts";
import { restContext } from "#lib/operations/data-api/rest-context.ts";
import { prepare } from "#lib/rest/prepare.ts";
import { splitQuery } from "#lib/rest/request/query-params.ts";
import type { Sql } from "#lib/sql/sql.ts";
import type { Operation } from "./operations.ts";

/** Lists with related rows inside, as the data API compiles them. */
export function embeddingOperations(catalog: Catalog, scope: TenantScope): readonly Operation[] {
  const context = restContext(catalog, scope);
  const get = (table: string, query: string): Sql =>
    prepare(context, {
      method: "GET",
      path: [table],
      params: splitQuery(query),
      header: () => null,
      body: "",
    }).statement;
  const body = (rows: string) =>
    `select coalesce(json_agg(r), '[]')::text as body, count(*) as page_total, null::int8 as total from (${rows}) as r`;
  return [
    {
      name: "list_parent",
      target: 1.2,
      run: () => ({
        native: {
          text: body(`select t.*, (select row_to_json(r) from (select id, name, email from native.authors as a where a.id = t.author_id) as r) as author
            from (select * from native.tasks where status = $1 order by due, id limit 20) as t`),
          values: ["open"],
        },
        virtual: get("tasks", "select=*,author:authors(id,name,email)&status=eq.open&order=due,id&limit=20"),
      }),
    },
    {
      name: "list_children",
      target: 1.5,
      run: (index) => {
        const name = `Author ${String((index * 7) % 900).padStart(5, "0")}`;
        return {
          native: {
            text: body(`select a.id, a.name, (select coalesce(json_agg(r), '[]') from (
                select id, title, status, due from native.tasks as t where t.author_id = a.id order by id) as r) as tasks
              from (select * from native.authors where name >= $1 order by name, id limit 20) as a`),
            values: [name],
          },
          virtual: get(
            "authors",
            `select=id,name,tasks(id,title,status,due)&name=gte.${encodeURIComponent(name)}&order=name,id&limit=20`,
          ),
        };
      },
    },
  ];
}
