import pg from "pg";
import { typeName } from "#lib/db/protocol/type-names.ts";
import { jsonValue } from "#lib/query/result-values.ts";
import type { EngineProject } from "#tests/harness/engine-project.ts";
import { ownSqlServer, type SqlServer } from "#tests/harness/sql-project.ts";
import { twinDefinitions, twinRows, twinTables } from "./tables.ts";

/** What a statement came to: its result and all rows afterwards, or the error's code. */
export type Outcome =
  | {
      readonly columns: readonly string[];
      readonly rows: readonly string[];
      readonly count: number;
      readonly state: readonly unknown[];
    }
  | { readonly code: string };

/** The same tables with the same rows, virtual and of Postgres itself. */
export interface SqlTwin {
  /** Runs a text on both sides, and takes back what it did. @param params values of `$1 …`, as texts. */
  compare(
    text: string,
    params?: readonly string[],
  ): Promise<{ readonly virtual: Outcome; readonly native: Outcome }>;
  /** Runs a text that is wrong on both sides: what each says. */
  faults(text: string): Promise<{ readonly virtual: Fault; readonly native: Fault }>;
  /** Runs a text that breaks a constraint on both sides: the message and the DETAIL of each. */
  details(text: string): Promise<{ readonly virtual: Told; readonly native: Told }>;
  close(): Promise<void>;
}

/** What is told of a broken constraint. */
export interface Told {
  readonly message: string;
  readonly detail: string | null;
}

/** An error in full, as far as both sides can say the same. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  /** Null: none is told; our own begins with the statement then. */
  readonly position: number | null;
}

const rowsMax = 10_000;

const state = twinTables
  .map(({ name }) => `select '${name}', string_agg(x::text, E'\\n' order by x::text) from ${name} x`)
  .join(" union all ");

/** Over a test database of its own. @param more definitions and rows beside the usual ones. */
export async function sqlTwin(more: readonly string[] = []): Promise<SqlTwin> {
  const server = await ownSqlServer();
  const project = await server.project();
  const asText = { getTypeParser: () => (text: string) => text };
  const client = new pg.Client({ ...server.db.owner, types: asText } as pg.ClientConfig);
  await client.connect();
  await client.query(
    "create schema native; set search_path = native, pg_catalog; set timezone = 'UTC'; set intervalstyle = 'postgres'",
  );
  await client.query(twinDefinitions);
  await server.run(project, twinDefinitions);
  for (const text of [...twinRows, ...more]) {
    await client.query(text);
    await server.run(project, text);
  }
  return {
    async compare(text, params = []) {
      const native = await runNative(client, text, params);
      const virtual = await runVirtual(server, project, text, params);
      // More rows than an answer may have: nothing to compare.
      return "rows" in native && native.rows.length > rowsMax
        ? { virtual, native: virtual }
        : { virtual, native };
    },
    async faults(text) {
      const native = await faultOf(() => nativeRun(client, text));
      const virtual = await faultOf(() => server.run(project, text, { dry_run: true }));
      const place = native.position === null ? null : virtual.position;
      return { native, virtual: { ...virtual, position: place } };
    },
    async details(text) {
      return {
        native: await toldBy(() => nativeRun(client, text)),
        virtual: await toldBy(() => server.run(project, text, { dry_run: true })),
      };
    },
    async close() {
      await client.end();
      await server.close();
    },
  };
}

async function runVirtual(
  server: SqlServer,
  project: EngineProject,
  text: string,
  params: readonly string[],
): Promise<Outcome> {
  try {
    const results = await server.results(project, `${text}\n;${state}`, {
      dry_run: true,
      limit: rowsMax,
      ...(params.length === 0 ? {} : { params: [...params] }),
    });
    // Of several statements the last one's result.
    const [result, after] = results.slice(-2);
    if (result === undefined || after === undefined) throw new Error("no result");
    return {
      columns: result.columns.map(({ name, type }) => `${name} ${type}`),
      rows: result.rows.map((row) => JSON.stringify(row)).sort(),
      count: result.row_count,
      state: after.rows,
    };
  } catch (error) {
    return failure(error);
  }
}

async function runNative(client: pg.Client, text: string, params: readonly string[]): Promise<Outcome> {
  await client.query("begin");
  try {
    // With parameters the driver takes one statement alone.
    const asked = params.length === 0 ? { text } : { text, values: [...params] };
    const given: unknown = await client.query({ ...asked, rowMode: "array" });
    // The cast: of a text of several statements the driver gives a list.
    const { fields, rows, rowCount } = [given].flat().at(-1) as pg.QueryArrayResult;
    const after = await client.query({ text: state, rowMode: "array" });
    const types: string[] = [];
    for (const { dataTypeID } of fields) types.push(await nameOfType(client, dataTypeID));
    const values = (rows as (string | null)[][]).map((row) =>
      row.map((value, index) => jsonValue(types[index] ?? "text", value)),
    );
    return {
      columns: fields.map(({ name }, index) => `${name} ${types[index]}`),
      rows: values.map((row) => JSON.stringify(row)).sort(),
      count: rowCount ?? 0,
      state: after.rows,
    };
  } catch (error) {
    return failure(error);
  } finally {
    await client.query("rollback");
  }
}

/** Types of the tables' own, such as those of their rows, have names that only the server knows. */
async function nameOfType(client: pg.Client, oid: number): Promise<string> {
  const name = typeName(oid);
  if (!name.startsWith("unknown")) return name;
  const { rows } = await client.query<{ name: string }>("select format_type($1, null) as name", [oid]);
  return rows[0]?.name ?? name;
}

async function nativeRun(client: pg.Client, text: string): Promise<void> {
  await client.query("begin");
  try {
    await client.query(text);
  } finally {
    await client.query("rollback");
  }
}

async function faultOf(run: () => Promise<unknown>): Promise<Fault> {
  try {
    await run();
  } catch (error) {
    const { code, message, hint, position, details } = error as Partial<Fault> & {
      readonly details?: { readonly position?: number | null };
    };
    if (code === undefined || message === undefined) throw error;
    const place = details?.position ?? position;
    return { code, message, hint: hint ?? null, position: place === undefined ? null : Number(place) };
  }
  throw new Error("nothing is wrong with it");
}

async function toldBy(run: () => Promise<unknown>): Promise<Told> {
  try {
    await run();
  } catch (error) {
    const { message, detail, details } = error as Partial<Told> & { readonly details?: { detail?: string } };
    return { message: message ?? "", detail: details?.detail ?? detail ?? null };
  }
  throw new Error("nothing is broken by it");
}

function failure(error: unknown): Outcome {
  const { code } = error as { code?: string };
  if (code === undefined) throw error;
  return { code };
}
