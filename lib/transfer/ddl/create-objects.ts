import { bareFunctionName, schemaOfFunction } from "../../catalog/function-schema.ts";
import type {
  Catalog,
  CatalogFunction,
  CatalogTable,
  CatalogView,
  FunctionReturn,
  Policy,
} from "../../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";

/** Views, each behind those that it reads. */
export function createViews(catalog: Catalog): readonly Sql[] {
  const views = catalog.views ?? [];
  const seen = new Set<string>();
  const ordered: CatalogView[] = [];
  const visit = (view: CatalogView) => {
    if (seen.has(view.id)) return;
    seen.add(view.id);
    for (const { id } of view.reads) {
      const read = views.find((one) => one.id === id);
      if (read !== undefined) visit(read);
    }
    ordered.push(view);
  };
  for (const view of views) visit(view);
  return ordered.flatMap((view) => [createView(catalog, view), ...described(view)]);
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
  if (renamed.length === 0) return sql`${head}\n${keyword(view.query.trim())}`;
  return sql`${head}\nWITH ${join(renamed)}\nSELECT * FROM (${keyword(view.query.trim())}\n) AS "view"`;
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

/** CREATE FUNCTION with the text that was typed. */
export function createFunction(called: CatalogFunction): Sql {
  const columns = called.returns.kind === "rows" ? called.returns.columns : [];
  // What goes in under the name of a column that comes out.
  const isBoth = (name: string | null) => columns.some((column) => column.name === name);
  const hasBoth = called.arguments.some(({ name }) => isBoth(name));
  const given = called.arguments.map(({ name, type, default: value }) => {
    const label = name === null ? sql`` : sql`${ident(name)} `;
    const mode = keyword(isBoth(name) ? "INOUT " : "");
    return sql`${mode}${label}${keyword(type)}${value === undefined ? sql`` : sql` DEFAULT ${keyword(value)}`}`;
  });
  const out = columns
    .filter(({ name }) => hasBoth && !called.arguments.some((argument) => argument.name === name))
    .map(({ name, type }) => sql`OUT ${ident(name)} ${keyword(type)}`);
  const list = join([...given, ...out]);
  const isSet = called.returns.kind === "rows" && called.returns.isSet;
  const result = hasBoth
    ? keyword(isSet ? " RETURNS SETOF record" : "")
    : sql` RETURNS ${returned(called.returns)}`;
  const schema = schemaOfFunction(called.name);
  const own = ident(bareFunctionName(called.name));
  const name = schema === null ? own : sql`${ident(schema)}.${own}`;
  const head = sql`CREATE FUNCTION ${name}(${list})${result}`;
  const comment =
    called.description === undefined
      ? sql``
      : sql`;\nCOMMENT ON FUNCTION ${name} IS ${literal(called.description)}`;
  const typed = asTyped(called);
  const language = keyword(called.steps === undefined && typed === null ? "sql" : "plpgsql");
  return sql`${head}\nLANGUAGE ${language} ${keyword(called.volatility.toUpperCase())}\nAS ${dollarQuoted(typed ?? called.body)}${comment}`;
}

/** As it was typed in plpgsql; null: in SQL, or what it gives back is one row, which is told otherwise here. */
function asTyped({ plpgsql, returns }: CatalogFunction): string | null {
  return returns.kind === "rows" && !returns.isSet ? null : (plpgsql ?? null);
}

function returned(returns: FunctionReturn): Sql {
  switch (returns.kind) {
    case "void":
      return sql`void`;
    case "value":
      return sql`${keyword(returns.isSet ? "SETOF " : "")}${keyword(returns.type)}`;
    case "rows":
      return sql`TABLE (${join(returns.columns.map(({ name, type }) => sql`${ident(name)} ${keyword(type)}`))})`;
  }
}

function dollarQuoted(body: string): Sql {
  let tag = "$body$";
  for (let count = 1; body.includes(tag); count++) tag = `$body${count}$`;
  return keyword(`${tag}${body}${tag}`);
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
AS $$ SELECT auth.jwt() ->> 'role' $$`;

/** The roles that policies name, where they are not there. */
export const appRoles = `DO $roles$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anon') THEN CREATE ROLE anon NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'authenticated') THEN CREATE ROLE authenticated NOLOGIN; END IF;
END $roles$`;
