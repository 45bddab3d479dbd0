import pg from "pg";
import { dataApi } from "#lib/data-api/web.ts";
import type { OwnerLogin } from "#lib/db/embedded/start-embedded-postgres.ts";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { type AppProject, appProject } from "../app-project.ts";
import type { Asked } from "./asked.ts";
import { functions } from "./calls.ts";
import { type Revoked, type Role, readersSql, tableNames, tables, type World } from "./world.ts";

/** What was answered, and the rows of all tables afterwards. */
export interface Outcome {
  readonly error: string | null;
  readonly rows: unknown;
  readonly stored: unknown;
}

/** A world in the product and in Postgres itself, with real policies and roles. */
export interface RulesTwin {
  compare(
    asked: Asked,
    user: string | null,
  ): Promise<{ readonly virtual: Outcome; readonly native: Outcome }>;
  close(): Promise<void>;
}

export async function rulesTwin(login: OwnerLogin, world: World): Promise<RulesTwin> {
  const app = await appProject("Random rules");
  await runSql(app.actor, app.databaseId, { query: everything(world, revokeSql) });
  const native = await nativeWorld(login, world);
  return {
    async compare(asked, user) {
      const [theirs, ours] = [await onNative(native, asked, user), await onVirtual(app, asked, user)];
      return { virtual: ours, native: theirs };
    },
    close: () => native.end(),
  };
}

function everything({ definitions, rules, revoked }: World, revoke: (one: Revoked) => string): string {
  return [definitions, ...rules, readersSql, ...functions.map(({ sql }) => sql), ...revoked.map(revoke)]
    .map((text) => text.replace(/;\s*$/, ""))
    .join(";\n");
}

const revokeSql = ({ role, table, verb, column }: Revoked) =>
  `revoke ${verb}${column === null ? "" : ` (${column})`} on ${table} from ${role}`;

const nativeSql = `
drop schema if exists auth cascade; drop schema public cascade; create schema public; create schema auth;
do $$ begin create role anon; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role authenticated; exception when duplicate_object or unique_violation then null; end $$;
create function auth.uid() returns uuid stable language sql as $f$ select nullif(current_setting('twin.uid', true), '')::uuid $f$;
create function auth.role() returns text stable language sql as $f$ select current_setting('twin.role', true) $f$;
create function auth.jwt() returns jsonb stable language sql as $f$
  select jsonb_strip_nulls(jsonb_build_object('sub', nullif(current_setting('twin.uid', true), ''), 'role', current_setting('twin.role', true))) $f$;`;

async function nativeWorld(login: OwnerLogin, world: World): Promise<pg.Client> {
  const native = new pg.Client(login);
  await native.connect();
  await native.query(nativeSql);
  await native.query(everything(world, () => "select"));
  await native.query(`
    grant usage on schema public, auth to anon, authenticated;
    grant execute on all functions in schema auth, public, pg_catalog to anon, authenticated;
    grant all on all tables in schema public to anon, authenticated;
    ${tableNames.map((name) => `alter table ${name} enable row level security`).join(";")}`);
  for (const table of tableNames) await native.query(grantsSql(table, world.revoked));
  return native;
}

/** Postgres keeps a grant on the whole table beside a revoked column: here each is granted by itself. */
function grantsSql(table: (typeof tableNames)[number], revoked: readonly Revoked[]): string {
  const lines = (["anon", "authenticated"] as const).flatMap((role: Role) =>
    (["select", "insert", "update", "delete"] as const).map((verb) => {
      const taken = revoked.filter((one) => one.role === role && one.table === table && one.verb === verb);
      if (taken.length === 0) return "";
      const columns = tables[table].columns.filter((name) => !taken.some(({ column }) => column === name));
      const isClosed = columns.length === 0 || taken.some(({ column }) => column === null);
      const grant = isClosed ? "" : `; grant ${verb} (${columns.join(", ")}) on ${table} to ${role}`;
      return `revoke ${verb} on ${table} from ${role}${grant}`;
    }),
  );
  return lines.filter((line) => line !== "").join(";\n") || "select";
}

async function onNative(native: pg.Client, asked: Asked, user: string | null): Promise<Outcome> {
  const role = user === null ? "anon" : "authenticated";
  await native.query(
    `begin; set local twin.uid = '${user ?? ""}'; set local twin.role = '${role}'; set local role ${role}`,
  );
  try {
    const { rows } = await native.query<{ rows?: unknown }>(asked.native);
    await native.query("commit");
    return { error: null, rows: told(rows[0]?.rows), stored: await storedNative(native) };
  } catch (error) {
    await native.query("rollback");
    return {
      error: known((error as { code?: string }).code),
      rows: null,
      stored: await storedNative(native),
    };
  }
}

async function onVirtual(app: AppProject, asked: Asked, user: string | null): Promise<Outcome> {
  const token = user === null ? app.keys.anon : await app.token(user);
  const response = await send(app, asked, token);
  const text = await response.text();
  const body: unknown = text === "" ? [] : JSON.parse(text);
  const stored = await storedVirtual(app);
  if (response.status >= 500) return { error: `${response.status} ${text}`, rows: null, stored };
  if (response.status >= 400) return { error: known((body as { code?: string }).code), rows: null, stored };
  return { error: null, rows: told(asked.path.startsWith("/rpc/") ? [body].flat() : body), stored };
}

function send(app: AppProject, { method, path, prefer, body }: Asked, token: string): Promise<Response> {
  const headers = {
    apikey: app.keys.anon,
    Authorization: `Bearer ${token}`,
    "Content-Type": "application/json",
    ...(prefer === undefined ? {} : { Prefer: prefer }),
  };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  return dataApi(new Request(`http://localhost/p/${app.ref}/rest/v1${path}`, init));
}

/** A column that was taken away does not exist here, and may not be read there. */
const known = (code: string | undefined) =>
  code === "42703" || code === "PGRST204" ? "42501" : (code ?? "?");

/** Rows in an order of their own; what gives nothing, and what says so, are alike. */
function told(rows: unknown): unknown {
  const list = Array.isArray(rows) ? rows.filter((row) => row !== "" && row !== null) : [];
  return list.map((row) => canonical(row)).toSorted();
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

async function storedNative(native: pg.Client): Promise<unknown> {
  const all = tableNames.map((name) => `(select json_agg(t order by t::text) from ${name} t) as ${name}`);
  const { rows } = await native.query(`select ${all.join(", ")}`);
  return normalized(rows[0]);
}

async function storedVirtual(app: AppProject): Promise<unknown> {
  const found: Record<string, unknown> = {};
  for (const name of tableNames) {
    const response = await send(
      app,
      { method: "GET", path: `/${name}?select=${tables[name].columns.join(",")}`, native: "" },
      app.keys.service_role,
    );
    found[name] = await response.json();
  }
  return normalized(found);
}

const normalized = (found: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(found).map(([name, rows]) => [
      name,
      ((rows ?? []) as readonly object[]).map((row) => canonical(row)).toSorted(),
    ]),
  );
