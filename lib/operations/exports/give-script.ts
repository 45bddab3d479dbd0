import { isIdentity } from "../../catalog/column-facts.ts";
import type { CatalogTable } from "../../catalog/types.ts";
import { relationSelect } from "../../engine/relation.ts";
import { parameterText } from "../../query/parameters.ts";
import { compile, ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { type SequenceValue, selectSequenceValues } from "../../store/schema/sequence.ts";
import { sequenceText } from "../../transfer/ddl/create-table.ts";
import { databaseScript } from "../../transfer/ddl/script.ts";
import { copyLine, insertWriter } from "../../transfer/row-statements.ts";
import { type Give, gathered } from "./pieces.ts";
import type { RowFormat } from "./row-formats.ts";
import { giveStream, type Snapshot } from "./snapshot.ts";

/** How a script brings rows: by statements that every client runs, or by COPY, which psql alone reads. */
export type ScriptRows = "insert" | "copy";

export interface ScriptRequest {
  /** The tables; absent: all, with views and functions. */
  readonly only?: ReadonlySet<string>;
  readonly rows: ScriptRows;
  readonly withPolicies: boolean;
  /** Which rows of a table. Absent: all. */
  readonly statementOf?: (table: CatalogTable) => Sql;
}

const head = `-- Made by Rowhouse, for a plain Postgres 16 or newer:
--   psql --set ON_ERROR_STOP=1 --single-transaction --file this.sql "postgres://…"

SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;

`;

/** Gives a script away that makes tables with their rows elsewhere. */
export async function giveScript(
  snapshot: Snapshot,
  give: Give<string>,
  request: ScriptRequest,
): Promise<void> {
  const { catalog } = snapshot;
  const { only, withPolicies } = request;
  const script = databaseScript(catalog, {
    ...(only === undefined ? {} : { only }),
    withPolicies,
    withSecrets: false,
  });
  const { write, flush } = gathered(give);
  await write(head + script.before);
  for (const table of script.tables) {
    const statement = request.statementOf?.(table) ?? relationSelect(catalog, table);
    await write(`\n-- Rows of ${comment(table.definition.name)}\n`);
    await giveTable(snapshot, table, { statement, rows: request.rows }, write);
  }
  for (const text of await counters(snapshot, script.tables)) await write(text);
  for (const text of await sequenceValues(snapshot, script.before)) await write(text);
  await write(`\n${script.after}`);
  await flush();
}

async function giveTable(
  { session }: Snapshot,
  table: CatalogTable,
  { statement, rows }: { readonly statement: Sql; readonly rows: ScriptRows },
  write: Give<string>,
): Promise<void> {
  const columns = table.definition.columns.filter(
    ({ name, generated }) => generated === undefined && table.storage.columns[name]?.place !== "secret",
  );
  const list = join(columns.map(({ name }) => ident(name)));
  const chosen = compile(sql`select ${list} from (${statement}) as r`);
  const target = compile(sql`${ident(table.definition.name)} (${list})`).text;
  const isCounted = columns.some(({ identity }) => identity === "always");
  const format = rows === "copy" ? copyFormat(target) : insertFormat(target, isCounted);
  const values = chosen.values.map((value) => parameterText(value as Parameters<typeof parameterText>[0]));
  await giveStream(session, { text: chosen.text, values }, format, write, null);
}

function copyFormat(target: string): RowFormat {
  let isEmpty = true;
  return {
    begin: () => "",
    rows(_columns, rows) {
      if (rows.length === 0) return "";
      const start = isEmpty ? `COPY ${target} FROM stdin;\n` : "";
      isEmpty = false;
      return start + rows.map(copyLine).join("");
    },
    end: () => (isEmpty ? "" : "\\.\n"),
  };
}

function insertFormat(target: string, isCounted: boolean): RowFormat {
  const writer = insertWriter(`INSERT INTO ${target}${isCounted ? " OVERRIDING SYSTEM VALUE" : ""}`);
  return {
    begin: () => "",
    rows: (_columns, rows) => rows.map((row) => writer.add(row)).join(""),
    end: () => writer.end(),
  };
}

/** Where columns that count up go on. */
async function counters(
  { catalog, session }: Snapshot,
  tables: readonly CatalogTable[],
): Promise<readonly string[]> {
  const counted = tables.flatMap((table) => {
    const column = table.definition.columns.find((one) => isIdentity(table.definition, one));
    return column === undefined ? [] : [{ table, column }];
  });
  if (counted.length === 0) return [];
  const { rows } = await session.tx.query<{ table_id: string; last_value: string | number }>(sql`
    select table_id, last_value::text as last_value
      from rowhouse.project_sequences
     where project_id = ${catalog.projectId}`);
  const last = new Map(rows.map(({ table_id, last_value }) => [table_id, String(last_value)]));
  return counted.flatMap(({ table, column }) => {
    const value = last.get(table.id);
    const sequence = sequenceText(table.definition.name, column.name);
    return value === undefined
      ? []
      : [`SELECT pg_catalog.setval('${sequence.replaceAll("'", "''")}', ${value}, true);\n`];
  });
}

/** Where the sequences of a script go on. */
async function sequenceValues({ catalog, session }: Snapshot, script: string): Promise<readonly string[]> {
  const made = (catalog.sequences ?? []).filter(({ name }) =>
    script.includes(compile(sql`CREATE SEQUENCE ${ident(name)} AS`).text),
  );
  if (made.length === 0) return [];
  const { rows } = await session.tx.query<SequenceValue>(selectSequenceValues(catalog));
  return rows.flatMap(({ id, last, isCalled }) => {
    const own = made.find((sequence) => sequence.id === id);
    if (own === undefined) return [];
    const name = literal(compile(ident(own.name)).text);
    return [
      `${compile(sql`SELECT pg_catalog.setval(${name}, ${keyword(String(BigInt(last)))}, ${keyword(String(isCalled))})`).text};\n`,
    ];
  });
}

function comment(name: string): string {
  return JSON.stringify(name);
}
