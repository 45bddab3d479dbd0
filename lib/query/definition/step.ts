import { perhapsMeant } from "../../catalog/checks/nearest-name.ts";
import { functionName, functionSchemas, schemaOfFunction } from "../../catalog/function-schema.ts";
import type {
  Catalog,
  CatalogApiSettings,
  CatalogDomain,
  CatalogEnum,
  CatalogFunction,
  CatalogPrivileges,
  CatalogSequence,
  CatalogTable,
  CatalogView,
  Change,
} from "../../catalog/types.ts";
import { names, type TreeFields } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";

/** What a statement that changes definitions comes to. */
export interface DefinitionStep {
  /** As Postgres's command tag: `CREATE TABLE`. */
  readonly command: string;
  readonly changes: readonly Change[];
  /** Names of tables that lose all their rows. */
  readonly emptied?: readonly string[];
  /** Tables whose counters go on behind a number. */
  readonly restarted?: readonly { readonly table: string; readonly last: number }[];
  /** A sequence whose next number is given. */
  readonly restartedAt?: { readonly id: string; readonly next: string };
  readonly stored?: readonly StoredChange[];
  /** Writes over the tables as they are then, as text: they fill a table with a query's rows. */
  readonly filled?: readonly string[];
  /** What is done when these have been. */
  readonly next?: DefinitionStep;
  /** What is done instead where a table has no slot left. */
  readonly ifNoRoom?: DefinitionStep;
  /** What Postgres would raise a NOTICE about. */
  readonly notice?: string;
}

/** A view, function, type, sequence or default that comes, is replaced or goes. */
export type StoredChange =
  | { readonly kind: "view"; readonly view: CatalogView }
  | { readonly kind: "function"; readonly function: CatalogFunction }
  | { readonly kind: "enum"; readonly enum: CatalogEnum }
  | { readonly kind: "sequence"; readonly sequence: CatalogSequence }
  | { readonly kind: "domain"; readonly domain: CatalogDomain }
  | { readonly kind: "privileges"; readonly privileges: CatalogPrivileges }
  | { readonly kind: "api"; readonly api: CatalogApiSettings }
  /** A schema for functions, which is kept with the first of them. */
  | { readonly kind: "schema"; readonly name: string; readonly isDropped?: true }
  /** `countsOn`: the table whose identity column goes on where a sequence has got to. */
  | { readonly kind: "drop"; readonly id: string; readonly countsOn?: string };

/** A statement of definitions, and where its text stands. */
export interface DefinitionInput {
  readonly catalog: Catalog;
  /** The whole parsed text: locations are byte offsets of it, `indexOf` makes UTF-16 indices of them. */
  readonly text: string;
  readonly indexOf: (byteOffset: number) => number;
  readonly fields: TreeFields;
  /** What is to be told beside what is done. */
  readonly notices: string[];
  /** What the statement says of the table's counter: the number before the next; null: nothing. */
  readonly counter: {
    last: number | null;
    /** The id of a sequence that becomes the table's counter. */
    from?: string;
  };
}

/** The name of a relation in `public`, whichever way it is written. */
export function relationName(relation: TreeFields): string {
  const { schemaname, relname, relpersistence, location } = relation;
  const at = { location: Number(location ?? 0) };
  if (schemaname !== undefined && schemaname !== "public")
    throw new Refused("invalidSchemaName", `schema "${String(schemaname)}" does not exist`, at);
  if (relpersistence === "t")
    throw new Refused("featureNotSupported", "Temporary tables are not supported.", {
      ...at,
      hint: "Use a WITH query for what only one statement needs.",
    });
  return String(relname);
}

/** The table that a statement names. */
export function existingTable(catalog: Catalog, relation: TreeFields): CatalogTable {
  const name = relationName(relation);
  const found = tableNamed(catalog, name);
  if (found !== undefined) return found;
  if (catalog.views?.some((view) => view.name === name) === true)
    throw new Refused("wrongObjectType", `"${name}" is not a table`);
  throw unknownTable(catalog, name, Number(relation.location ?? 0));
}

export function tableNamed(catalog: Catalog, name: string): CatalogTable | undefined {
  return catalog.tables.find(({ definition }) => definition.name === name);
}

export function unknownTable(catalog: Catalog, name: string, location: number | null): Refused {
  const known = catalog.tables.map(({ definition }) => definition.name);
  const hint = perhapsMeant(name, known).trim() || null;
  return new Refused("undefinedTable", `relation "${name}" does not exist`, { location, hint });
}

/** @throws {Refused} 42703 unless the table has the column. */
export function refuseUnknownColumn(
  table: Pick<CatalogTable, "definition">,
  name: string,
  location: number | null = null,
): void {
  const known = table.definition.columns.map((column) => column.name);
  if (known.includes(name)) return;
  throw new Refused(
    "undefinedColumn",
    `column "${name}" of relation "${table.definition.name}" does not exist`,
    { location, hint: perhapsMeant(name, known).trim() || null },
  );
}

/** @throws {Refused} 42P07 if a table, view or index has the name. */
export function refuseTakenRelation(catalog: Catalog, name: string, location: number | null): void {
  if (!isTakenRelation(catalog, name)) return;
  throw new Refused("duplicateTable", `relation "${name}" already exists`, { location });
}

export function isTakenRelation(catalog: Catalog, name: string): boolean {
  const others = [...(catalog.views ?? []), ...(catalog.sequences ?? [])];
  return tableNamed(catalog, name) !== undefined || others.some((other) => other.name === name);
}

/** `public.a`, `a`: the last part; any other qualifier is a schema that does not exist. */
function objectName(path: readonly string[], location: number | null = null): string {
  if (path.length > 1 && path.at(-2) !== "public")
    throw new Refused("invalidSchemaName", `schema "${path.at(-2)}" does not exist`, { location });
  return path.at(-1) ?? "";
}

/** The name of a function that is there or to be made. @throws {Refused} 3F000 for a schema that is not there. */
export function functionNameOf(catalog: Catalog, list: unknown): string {
  const path = names(list);
  const name = functionName(path);
  const schema = schemaOfFunction(name);
  if (path.length === 1 && schema !== null)
    throw unsupported("A dot in the name of a function", null, "Give it another name.");
  if (path.length > 2 || (schema !== null && !functionSchemas(catalog).has(schema)))
    throw new Refused("invalidSchemaName", `schema "${path.at(-2)}" does not exist`);
  return name;
}

export function nameOf(list: unknown, location: number | null = null): string {
  return objectName(names(list), location);
}

export function unsupported(what: string, location: number | null, hint: string | null = null): Refused {
  return new Refused("featureNotSupported", `${what} is not supported.`, { location, hint });
}
