import { bareFunctionName } from "../../catalog/function-schema.ts";
import { isOfTriggers } from "../../catalog/stored-objects.ts";
import type { Catalog, CatalogFunction, CatalogTable, CatalogView, Policy } from "../../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { createFunction, withCalls } from "./create-function.ts";

/** Functions and views, each behind those that it calls and reads. */
export function createObjects(catalog: Catalog, withPolicies: boolean): readonly Sql[] {
  const views = catalog.views ?? [];
  const functions = (catalog.functions ?? []).filter((called) => !isOfTriggers(called));
  const all = [...functions, ...views];
  const seen = new Set<string>();
  const ordered: (CatalogFunction | CatalogView)[] = [];
  const visit = (object: CatalogFunction | CatalogView) => {
    if (seen.has(object.id)) return;
    seen.add(object.id);
    for (const other of all) if (other !== object && needs(object, other)) visit(other);
    ordered.push(object);
  };
  for (const object of all) visit(object);
  return ordered.flatMap((object) =>
    "body" in object
      ? createFunction(catalog, object, withPolicies)
      : [createView(catalog, object), ...described(object)],
  );
}

/** By its name: a body that writes is bound anew whenever it is called. */
function needs(object: CatalogFunction | CatalogView, other: CatalogFunction | CatalogView): boolean {
  const { calls = [], reads } = object;
  if (calls.some((call) => call.function === other.id) || reads.some(({ id }) => id === other.id))
    return true;
  if (!("body" in object)) return false;
  if (object.returns.kind === "rows" && object.returns.of === other.id) return true;
  return (
    object.steps === undefined &&
    object.plpgsql === undefined &&
    object.body.includes(bareFunctionName(other.name))
  );
}

function described({ name, description }: CatalogView): readonly Sql[] {
  return description === undefined ? [] : [sql`COMMENT ON VIEW ${ident(name)} IS ${literal(description)}`];
}

/** As typed, where what it reads is called as it was then; else behind queries that give what it reads the old names. */
function createView(catalog: Catalog, view: CatalogView): Sql {
  const columns = join(view.columns.map(({ name }) => ident(name)));
  const renamed = view.reads.flatMap((read) => {
    const table = catalog.tables.find(({ id }) => id === read.id);
    return table === undefined || isAsItWas(table, read) ? [] : [oldNames(table, read)];
  });
  const head = sql`CREATE VIEW ${ident(view.name)} (${columns}) AS`;
  const query = keyword(withCalls(catalog, view.query, view.calls).trim());
  if (renamed.length === 0) return sql`${head}\n${query}`;
  return sql`${head}\nWITH ${join(renamed)}\nSELECT * FROM (${query}\n) AS "view"`;
}

type Read = CatalogView["reads"][number];

/** The names of a table's columns by the keys that never change. */
function namesByKey(table: CatalogTable): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(table.storage.columns)
      .filter(([, { place }]) => place !== "secret")
      .map(([name, { key }]) => [key, name]),
  );
}

function isAsItWas(table: CatalogTable, { name, columns = [] }: Read): boolean {
  const names = namesByKey(table);
  return (
    table.definition.name === name &&
    columns.length === names.size &&
    columns.every((column) => names.get(column.key) === column.name)
  );
}

function oldNames(table: CatalogTable, { name, columns = [] }: Read): Sql {
  const names = namesByKey(table);
  const list = columns.flatMap((column) => {
    const now = names.get(column.key);
    return now === undefined ? [] : [sql`${ident(now)} AS ${ident(column.name)}`];
  });
  return sql`${ident(name)} AS (SELECT ${join(list)} FROM ${ident(table.definition.name)})`;
}

/** ENABLE ROW LEVEL SECURITY, and the policies of a table. */
export function createPolicies(table: CatalogTable): readonly Sql[] {
  const { name, policies = [] } = table.definition;
  return [
    sql`ALTER TABLE ${ident(name)} ENABLE ROW LEVEL SECURITY`,
    ...policies.map((policy) => createPolicy(name, policy)),
  ];
}

function createPolicy(table: string, { name, command = "all", roles, kind, using, check }: Policy): Sql {
  const parts = [
    sql`CREATE POLICY ${ident(name)} ON ${ident(table)}`,
    keyword(`AS ${(kind ?? "permissive").toUpperCase()} FOR ${command.toUpperCase()}`),
    keyword(`TO ${(roles ?? ["public"]).join(", ")}`),
    ...(using === undefined ? [] : [sql`USING (${keyword(using)})`]),
    ...(check === undefined ? [] : [sql`WITH CHECK (${keyword(check)})`]),
  ];
  return join(parts, " ");
}

/** What policies and defaults ask for of the caller, as in Supabase: from the settings of the transaction. */
export const authFunctions = `CREATE SCHEMA IF NOT EXISTS auth;
CREATE OR REPLACE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE
AS $$ SELECT coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb $$;
CREATE OR REPLACE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE
AS $$ SELECT (auth.jwt() ->> 'sub')::uuid $$;
CREATE OR REPLACE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE
AS $$ SELECT auth.jwt() ->> 'role' $$;
CREATE OR REPLACE FUNCTION auth.email() RETURNS text LANGUAGE sql STABLE
AS $$ SELECT auth.jwt() ->> 'email' $$`;

/** The roles that policies name, where they are not there. */
export const appRoles = `DO $roles$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anon') THEN CREATE ROLE anon NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'authenticated') THEN CREATE ROLE authenticated NOLOGIN; END IF;
END $roles$`;
