"use client";

import { type ReactNode, useId } from "react";
import { call } from "#components/api/client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Failure } from "#components/ui/failure.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import {
  type Connection,
  callSnippet,
  curlSnippet,
  insertSnippet,
  querySnippet,
} from "#lib/catalog/codegen/snippets.ts";
import { isFilledByServer } from "#lib/catalog/column-facts.ts";
import { whoMay } from "#lib/catalog/rules/policy-words.ts";
import type { Table } from "#lib/catalog/types.ts";
import { type ApiDocument, callsOf, columnOf, type DocumentedCall, rowOf, viewsOf } from "./api-document.ts";
import { CodeBlock } from "./code-block.tsx";
import { ValueTable } from "./value-table.tsx";

interface ApiDocsProps {
  readonly databaseId: string;
  readonly tables: readonly Table[];
  readonly connection: Connection;
}

/** Live documentation of the data API, made from its OpenAPI document. */
export function ApiDocs({ databaseId, tables, connection }: ApiDocsProps) {
  const path = `/api/database/${databaseId}/openapi`;
  const answer = useAnswer<ApiDocument>({
    queryKey: [...queryKeys.database(databaseId), "openapi"],
    queryFn: ({ signal }) => call("GET", path, { signal }),
  });
  if (answer.error) return <Failure error={answer.error} />;
  const document = answer.data;
  if (document === undefined) return <Skeleton className="h-64 rounded-xl" />;
  return (
    <div className="grid grid-cols-1 gap-8">
      <p className="text-soft">
        Also as a document for tools:{" "}
        <a href={path} className="text-link underline underline-offset-4">
          OpenAPI 3.1
        </a>
        .
      </p>
      {tables.map((table) => (
        <Relation
          key={table.name}
          table={table}
          document={document}
          connection={connection}
          readers={`Readable by ${whoMay(table.policies ?? [], "select")}.`}
        />
      ))}
      {viewsOf(document, tables).map((view) => (
        <Relation
          key={view.name}
          table={view}
          document={document}
          connection={connection}
          readers="A view: shows what the rules of its tables leave."
        />
      ))}
      {callsOf(document).map((one) => (
        <StoredFunction key={`${one.name} ${Object.keys(one.arguments.properties).join()}`} called={one} />
      ))}
    </div>
  );
}

interface RelationProps {
  readonly table: Table;
  readonly document: ApiDocument;
  readonly connection: Connection;
  /** Who gets to see rows, in a sentence. */
  readonly readers: string;
}

function Relation({ table, document, connection, readers }: RelationProps) {
  const { name } = table;
  const schema = rowOf(document, name);
  const methods = Object.keys(document.paths[`/${name}`] ?? {});
  if (schema === undefined) return null;
  return (
    <Part
      name={name}
      ways={methods.map((method) => `${method.toUpperCase()} /${name}`)}
      remark={readers}
      words={schema.description}
    >
      <ValueTable
        label={`Columns of ${name}`}
        values={schema}
        words={(column) => (schema.required.includes(column) ? presence(table, column) : "")}
      />
      <CodeBlock text={querySnippet(table)} title="Read" label={`a query of ${name}`} />
      {methods.includes("post") ? (
        <CodeBlock text={insertSnippet(table)} title="Add" label={`an insert into ${name}`} />
      ) : null}
      <CodeBlock text={curlSnippet(connection, table)} title="curl" label={`a request of ${name}`} />
    </Part>
  );
}

function StoredFunction({ called: { name, words, arguments: args } }: { readonly called: DocumentedCall }) {
  const needed = Object.entries(args.properties).filter(([key]) => args.required.includes(key));
  const given = needed.map(([key, value]) => columnOf(key, value));
  return (
    <Part name={`${name}()`} ways={[`POST /rpc/${name}`]} remark="A stored function." words={words}>
      {Object.keys(args.properties).length === 0 ? null : (
        <ValueTable
          label={`Arguments of ${name}`}
          values={args}
          words={(key) => (args.required.includes(key) ? "required" : "has a default")}
        />
      )}
      <CodeBlock text={callSnippet(name, given)} title="Call" label={`a call of ${name}`} />
    </Part>
  );
}

interface PartProps {
  readonly name: string;
  /** `GET /posts`, one for each way to reach it. */
  readonly ways: readonly string[];
  readonly remark: string;
  /** What is said of it, in the database's own words. */
  readonly words: string | null | undefined;
  readonly children: ReactNode;
}

function Part({ name, ways, remark, words, children }: PartProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid grid-cols-1 gap-3">
      <h2 id={id} className="wrap-anywhere font-mono font-semibold text-base">
        {name}
      </h2>
      <p className="flex flex-wrap items-center gap-2 text-[0.8125rem] text-soft">
        {ways.map((way) => (
          <Badge key={way} tone="outline">
            {way}
          </Badge>
        ))}
        {remark}
      </p>
      {words ? <p className="wrap-anywhere max-w-prose whitespace-pre-line text-soft">{words}</p> : null}
      {children}
    </section>
  );
}

/** What "never empty" asks of those who add a row. */
function presence(table: Table, name: string): string {
  const column = table.columns.find((one) => one.name === name);
  return column !== undefined && isFilledByServer(table, column) ? "filled in by itself" : "required";
}
