import { functionSchemas } from "../../catalog/function-schema.ts";
import { orderTables } from "../../catalog/order-tables.ts";
import type { Catalog, CatalogFunction, CatalogSequence, CatalogTable } from "../../catalog/types.ts";
import { compile, ident, keyword, type Sql, sql } from "../../sql/sql.ts";
import { createEnum, type EnumType, enumTypes } from "./column-type.ts";
import { appRoles, authFunctions, createObjects, createPolicies } from "./create-objects.ts";
import {
  createComments,
  createIndexes,
  createReferences,
  createTable,
  createTouches,
} from "./create-table.ts";
import { createTriggers, triggerNotes } from "./create-triggers.ts";

export interface ScriptOptions {
  /** The tables whose definitions and rows the script has; absent: all, with views and functions. */
  readonly only?: ReadonlySet<string>;
  readonly withPolicies: boolean;
  readonly withSecrets: boolean;
}

/** A script that makes a database elsewhere: what stands in front of the rows, whose they are, and what comes behind. */
export interface DatabaseScript {
  readonly before: string;
  /** In an order in which each table comes behind those that it refers to, as far as that goes. */
  readonly tables: readonly CatalogTable[];
  readonly after: string;
}

/**
 * The definitions of a database for a plain Postgres. References are made behind the rows, so that they may go in circles.
 */
export function databaseScript(
  catalog: Catalog,
  { only, withPolicies, withSecrets }: ScriptOptions,
): DatabaseScript {
  const chosen = catalog.tables.filter(({ definition }) => only?.has(definition.name) ?? true);
  const tables = inOrder(chosen);
  const enums = enumTypes(catalog);
  const used = usedEnums(catalog, chosen, enums, only === undefined);
  const names = new Set(tables.map(({ definition }) => definition.name));
  const objects = only === undefined ? createObjects(catalog, withPolicies) : [];
  const policies = withPolicies ? tables.flatMap(createPolicies) : [];
  const notes = [
    ...tables.flatMap(indexNotes),
    ...(only === undefined
      ? [...triggerNotes(catalog), ...(catalog.functions ?? []).flatMap(signUpNote)]
      : []),
  ];
  return {
    before: statements([
      ...(needsAuth(chosen, only === undefined ? catalog : {}, withPolicies) ? [keyword(authFunctions)] : []),
      ...(withPolicies ? [keyword(appRoles)] : []),
      ...(only === undefined ? schemasOf(catalog) : []),
      ...used.map(createEnum),
      ...sequencesOf(catalog, only === undefined ? null : chosen).map(createSequence),
      ...tables.map((table) => createTable(table, enums, withSecrets)),
    ]),
    tables,
    after:
      statements([
        ...tables.flatMap((table) => createReferences(table, names)),
        ...tables.flatMap(createIndexes),
        ...tables.flatMap(createTouches),
        ...tables.flatMap((table) => createComments(table, withSecrets)),
        ...objects,
        ...(only === undefined ? createTriggers(catalog) : []),
        ...policies,
      ]) + notes.join(""),
  };
}

/** Those of functions. */
function schemasOf(catalog: Catalog): readonly Sql[] {
  return [...functionSchemas(catalog)].map((name) => sql`CREATE SCHEMA IF NOT EXISTS ${ident(name)}`);
}

/** All, or those that defaults of some tables name. */
function sequencesOf(
  { sequences = [] }: Catalog,
  tables: readonly CatalogTable[] | null,
): readonly CatalogSequence[] {
  const texts = (tables ?? []).flatMap(({ definition }) =>
    definition.columns.flatMap(({ default_expression: text }) => text ?? []),
  );
  return sequences.filter(({ name }) => tables === null || texts.some((text) => text.includes(name)));
}

function createSequence({ name, type, start, increment, min, max, cycles }: CatalogSequence): Sql {
  const numbers = `INCREMENT BY ${increment} MINVALUE ${min} MAXVALUE ${max} START WITH ${start}`;
  return sql`CREATE SEQUENCE ${ident(name)} AS ${keyword(type)} ${keyword(numbers)}${keyword(cycles === true ? " CYCLE" : "")}`;
}

function inOrder(tables: readonly CatalogTable[]): readonly CatalogTable[] {
  const byDefinition = new Map(tables.map((table) => [table.definition, table]));
  return orderTables(tables.map(({ definition }) => definition)).flatMap(
    (definition) => byDefinition.get(definition) ?? [],
  );
}

function usedEnums(
  catalog: Catalog,
  tables: readonly CatalogTable[],
  types: ReadonlyMap<string, EnumType>,
  isWhole: boolean,
): readonly EnumType[] {
  const ids = new Set(tables.map(({ id }) => id));
  const used = [...types].filter(([key]) => ids.has(key.split(" ")[0] ?? "")).map(([, type]) => type);
  const all = isWhole ? [...(catalog.enums ?? []), ...used] : used;
  return [...new Map(all.map(({ name, values }) => [name, { name, values }])).values()];
}

function needsAuth(
  tables: readonly CatalogTable[],
  { functions = [], views = [] }: Pick<Catalog, "functions" | "views">,
  withPolicies: boolean,
): boolean {
  const ofTables = tables.flatMap(({ definition }) => [
    ...definition.columns.flatMap((column) => [column.default, column.default_expression, column.generated]),
    ...(withPolicies ? (definition.policies ?? []).flatMap(({ using, check }) => [using, check]) : []),
  ]);
  const ofFunctions = functions.flatMap(({ body, arguments: args }) => [
    body,
    ...args.map((argument) => argument.default),
  ]);
  const texts = [...ofTables, ...ofFunctions, ...views.map(({ query }) => query)];
  return texts.some((text) => typeof text === "string" && /\b(?:auth"?|app)\s*\./i.test(text));
}

/** An index for search needs an extension, which only an administrator may add; others were never made here. */
function indexNotes({ definition }: CatalogTable): readonly string[] {
  return (definition.constraints ?? []).flatMap(({ method, note = "", columns = [], name = "" }) =>
    method === undefined
      ? []
      : method === "note"
        ? [
            `-- CREATE INDEX ${JSON.stringify(name)} ON ${JSON.stringify(definition.name)} ${note.replaceAll(/\s+/g, " ")};\n`,
          ]
        : [
            `-- The search index ${JSON.stringify(name)} over ${columns.join(", ")} of ${JSON.stringify(definition.name)} needs the extension pg_trgm:\n-- CREATE EXTENSION pg_trgm; CREATE INDEX ON … USING gin (… gin_trgm_ops);\n`,
          ],
  );
}

/** What is done for new accounts; a plain Postgres has no table of accounts that tells the same of them. */
function signUpNote(called: CatalogFunction): readonly string[] {
  const { onSignUp, name, body } = called;
  if (onSignUp?.trigger === undefined) return [];
  const lines = [
    "For each new account, where these are the rows of auth.users:",
    `CREATE FUNCTION ${JSON.stringify(name)}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $body$`,
    ...body.split(/\r\n?|\n/),
    "$body$;",
    `CREATE TRIGGER ${JSON.stringify(onSignUp.trigger)} AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION ${JSON.stringify(name)}();`,
  ];
  return [lines.map((line) => `-- ${line}\n`).join("")];
}

function statements(fragments: readonly Sql[]): string {
  return fragments.map((fragment) => `${compile(fragment).text};\n`).join("\n");
}
