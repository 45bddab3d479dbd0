"use client";

import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import { type Connection, curlSnippet, insertSnippet, querySnippet } from "#lib/catalog/codegen/snippets.ts";
import { verbWords } from "#lib/catalog/rules/words.ts";
import type { Table } from "#lib/catalog/types.ts";
import { CodeBlock } from "./code-block.tsx";

interface ApiDocsProps {
  readonly databaseId: string;
  readonly tables: readonly Table[];
  readonly connection: Connection;
}

/** As far as the page reads the OpenAPI document. */
interface Document {
  readonly paths: { readonly [path: string]: { readonly [method: string]: object } };
  readonly components: {
    readonly schemas: {
      readonly [table: string]: {
        readonly properties: {
          readonly [column: string]: {
            readonly "x-postgres-type": string;
            readonly description?: string;
            readonly enum?: readonly string[];
          };
        };
        readonly required: readonly string[];
      };
    };
  };
}

/** Live documentation of the data API, made from its OpenAPI document. */
export function ApiDocs({ databaseId, tables, connection }: ApiDocsProps) {
  const path = `/api/database/${databaseId}/openapi`;
  const answer = useAnswer<Document>({
    queryKey: [...queryKeys.database(databaseId), "openapi"],
    queryFn: ({ signal }) => call("GET", path, { signal }),
  });
  if (answer.error) return <Notice tone="danger" title={explain(answer.error).title} />;
  const document = answer.data;
  if (document === undefined) return null;
  return (
    <div className="grid grid-cols-1 gap-8">
      <p className="text-soft">
        Also as a document for tools:{" "}
        <a href={path} className="text-link underline underline-offset-4">
          OpenAPI 3.1
        </a>
        .
      </p>
      {tables.map((table) => {
        const schema = document.components.schemas[table.name];
        if (schema === undefined) return null;
        return (
          <section key={table.name} aria-labelledby={`docs-${table.name}`} className="grid grid-cols-1 gap-3">
            <h2 id={`docs-${table.name}`} className="font-mono font-semibold text-base">
              {table.name}
            </h2>
            <p className="flex flex-wrap items-center gap-2 text-[0.8125rem] text-soft">
              {Object.keys(document.paths[`/${table.name}`] ?? {}).map((method) => (
                <Badge key={method} tone="outline">
                  {method.toUpperCase()} /{table.name}
                </Badge>
              ))}
              Readable by {verbWords(table.policies ?? [], "select")}.
            </p>
            <ScrollRegion
              label={`Columns of ${table.name}`}
              className="overflow-x-auto rounded-xl border bg-raised shadow-card"
            >
              <table className="w-full text-[0.8125rem]">
                <tbody>
                  {Object.entries(schema.properties).map(([name, column]) => (
                    <tr key={name} className="border-t first:border-t-0">
                      <th scope="row" className="px-4 py-1.5 text-left font-mono font-normal text-xs">
                        {name}
                      </th>
                      <td className="px-4 py-1.5 text-soft">{column["x-postgres-type"]}</td>
                      <td className="px-4 py-1.5 text-soft">
                        {schema.required.includes(name) ? presence(table, name) : ""}
                      </td>
                      <td className="px-4 py-1.5 text-soft">
                        {column.enum?.join(" · ") ?? column.description ?? ""}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollRegion>
            <CodeBlock text={querySnippet(table)} title="Read" label={`a query of ${table.name}`} />
            <CodeBlock text={insertSnippet(table)} title="Add" label={`an insert into ${table.name}`} />
            <CodeBlock
              text={curlSnippet(connection, table)}
              title="curl"
              label={`a request of ${table.name}`}
            />
          </section>
        );
      })}
    </div>
  );
}

/** What "never empty" asks of those who add a row. */
function presence({ columns }: Table, name: string): string {
  const column = columns.find((one) => one.name === name);
  const isFilled = [column?.default, column?.default_expression, column?.identity, column?.generated].some(
    (source) => source != null,
  );
  return isFilled ? "filled in by itself" : "required";
}
