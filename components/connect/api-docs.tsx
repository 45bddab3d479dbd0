"use client";

import { useSearchParams } from "next/navigation";
import { type ReactNode, useId, useState } from "react";
import { call } from "#components/api/client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Failure } from "#components/ui/failure.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { changeSnippet, deleteSnippet, relatedSnippet } from "#lib/catalog/codegen/row-snippets.ts";
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
import { CodeTabs } from "./code-tabs.tsx";
import { type DocsGroup, DocsIndex } from "./docs-index.tsx";
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
  const asked = useSearchParams().get("of");
  const [wanted, setWanted] = useState("Read");
  if (answer.error) return <Failure error={answer.error} />;
  const document = answer.data;
  if (document === undefined) return <Skeleton className="h-64 rounded-xl" />;
  const views = viewsOf(document, tables);
  const calls = callsOf(document);
  const groups: readonly DocsGroup[] = [
    { title: "Tables", entries: tables.map(({ name }) => ({ id: name, label: name })) },
    { title: "Views", entries: views.map(({ name }) => ({ id: name, label: name })) },
    { title: "Functions", entries: calls.map((one) => ({ id: signature(one), label: signature(one) })) },
  ].filter(({ entries }) => entries.length > 0);
  const ids = groups.flatMap(({ entries }) => entries.map(({ id }) => id));
  // The newest table, as on Connect.
  const shown = ids.find((id) => id === asked) ?? tables.at(-1)?.name ?? ids[0];
  const show = (id: string) =>
    window.history.replaceState(null, "", `?tab=docs&of=${encodeURIComponent(id)}`);
  const table = tables.find(({ name }) => name === shown);
  const view = views.find(({ name }) => name === shown);
  const called = calls.find((one) => signature(one) === shown);
  const code = { document, connection, tables, wanted, onWanted: setWanted };
  return (
    <div className="grid grid-cols-1 gap-6">
      <p className="text-soft">
        Always those of the tables as they are now. For tools there is the same as{" "}
        <a href={path} className="text-link underline underline-offset-4">
          OpenAPI 3.1
        </a>
        .
      </p>
      {shown === undefined ? null : (
        <div className="grid grid-cols-1 gap-6 lg:grid-cols-[11rem_minmax(0,1fr)] lg:gap-10">
          <DocsIndex groups={groups} shown={shown} onShow={show} />
          {table === undefined ? null : (
            <Relation key={shown} table={table} readers={readersOf(table)} {...code} />
          )}
          {view === undefined ? null : (
            <Relation
              key={shown}
              table={view}
              readers="A view: shows what the rules of its tables leave."
              {...code}
            />
          )}
          {called === undefined ? null : <StoredFunction key={shown} called={called} {...code} />}
        </div>
      )}
    </div>
  );
}

/** `count_species(trip)`: several functions may have one name. */
function signature({ name, arguments: { properties } }: DocumentedCall): string {
  return `${name}(${Object.keys(properties).join(", ")})`;
}

function readersOf(table: Table): string {
  const readers = whoMay(table, "select");
  return readers === "nobody" ? "No rule lets apps read it yet." : `Apps read it as: ${readers}.`;
}

interface CodeProps {
  readonly document: ApiDocument;
  readonly connection: Connection;
  readonly tables: readonly Table[];
  /** What of the code was looked at last: it stays when another table is chosen. */
  readonly wanted: string;
  readonly onWanted: (title: string) => void;
}

interface RelationProps extends CodeProps {
  readonly table: Table;
  /** Who gets to see rows, in a sentence. */
  readonly readers: string;
}

function Relation({ table, document, connection, tables, readers, ...code }: RelationProps) {
  const { name } = table;
  const schema = rowOf(document, name);
  const methods = Object.keys(document.paths[`/${name}`] ?? {});
  if (schema === undefined) return null;
  const tab = (title: string, text: string | null) => (text === null ? [] : [{ title, text }]);
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
      <CodeTabs
        label={`Code for ${name}`}
        tabs={[
          ...tab("Read", querySnippet(table)),
          ...tab("Related rows", relatedSnippet(table, tables)),
          ...tab("Add", methods.includes("post") ? insertSnippet(table) : null),
          ...tab("Change", methods.includes("patch") ? changeSnippet(table) : null),
          ...tab("Delete", methods.includes("delete") ? deleteSnippet(table) : null),
          ...tab("curl", curlSnippet(connection, table)),
        ]}
        {...code}
      />
    </Part>
  );
}

function StoredFunction({
  called: { name, words, arguments: args },
  wanted,
  onWanted,
}: CodeProps & { readonly called: DocumentedCall }) {
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
      <CodeTabs
        label={`Code for ${name}`}
        tabs={[{ title: "Call", text: callSnippet(name, given) }]}
        wanted={wanted}
        onWanted={onWanted}
      />
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
    <section aria-labelledby={id} className="grid grid-cols-1 content-start gap-4">
      <h2 id={id} className="wrap-anywhere font-mono font-semibold text-lg">
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
