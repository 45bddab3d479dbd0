import { isFilledByServer, isReadOnly, primaryKey } from "../../catalog/column-facts.ts";
import { formatTypes } from "../../catalog/format-types.ts";
import { isPermissive, policiesFor } from "../../catalog/normalize-access.ts";
import { sqlTypeOf } from "../../catalog/sql-types.ts";
import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { Catalog, CatalogTable, Column, ColumnType, TableVerb } from "../../catalog/types.ts";
import { accessOf } from "../../engine/access/access.ts";
import type { Access, Caller } from "../../engine/access/access-types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { defaultOf, type JsonSchema, sqlSchema } from "./sql-schema.ts";

/** A table as one caller finds it described: what it may do, and the columns that it may see. */
export interface DescribedTable {
  readonly name: string;
  readonly description: string | null;
  readonly columns: readonly DescribedColumn[];
  readonly verbs: readonly TableVerb[];
}

export interface DescribedColumn {
  readonly name: string;
  /** As Postgres names it. */
  readonly format: string;
  readonly schema: JsonSchema;
  readonly description: string | null;
  readonly isKey: boolean;
  readonly references: { readonly table: string; readonly column: string } | null;
  readonly isRequired: boolean;
  /** Whether those who add a row must give a value, may, or cannot. */
  readonly insert: "required" | "optional" | "never";
}

/**
 * The tables that a caller can reach at all: a visitor is not told of what is closed.
 */
export function describedTables(catalog: Catalog, caller: Caller): readonly DescribedTable[] {
  return catalog.tables
    .flatMap((table) => describeTable(catalog, table, caller) ?? [])
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function describeTable(catalog: Catalog, table: CatalogTable, caller: Caller): DescribedTable | null {
  const access = accessOf(catalog, table, caller);
  const all = ["select", "insert", "update", "delete"] as const;
  const verbs = all.filter((verb) => (access?.may(verb) ?? true) && isOpened(table, access, verb));
  if (verbs.length === 0) return null;
  const { name, description } = table.definition;
  const columns = access?.readable ?? readableColumns(table);
  return {
    name,
    description: description || null,
    verbs,
    columns: columns.map((column) => describeColumn(table, column)),
  };
}

function isOpened({ definition }: CatalogTable, access: Access | undefined, verb: TableVerb): boolean {
  const role = access?.role;
  if (role === undefined || role === "service_role") return true;
  return policiesFor(definition.policies, verb, role).some(isPermissive);
}

const contractSchemas: { readonly [type in ColumnType]: JsonSchema } = {
  uuid: { type: "string" },
  text: { type: "string" },
  integer: { type: "integer" },
  bigint: { type: "integer" },
  number: { type: "number" },
  numeric: { type: "number" },
  boolean: { type: "boolean" },
  date: { type: "string" },
  time: { type: "string" },
  timestamptz: { type: "string" },
  jsonb: {},
  enum: { type: "string" },
  "text[]": { type: "array", items: { type: "string" } },
  email: { type: "string" },
  url: { type: "string" },
  phone: { type: "string" },
  richtext: { type: "string" },
  file: { type: "string" },
};

/** A column as the document tells it: its format, its JSON schema, its key or what it refers to. */
export function describeColumn(table: CatalogTable, column: Column): DescribedColumn {
  const { definition } = table;
  const isKey = primaryKey(definition).includes(column.name);
  const reference = namedConstraints(definition).find(
    ({ constraint: { kind, columns } }) =>
      kind === "foreign_key" && columns?.length === 1 && columns[0] === column.name,
  )?.constraint.references;
  const target = reference?.columns?.[0];
  const isSql = sqlTypeOf(column) !== null;
  const schema = isSql ? sqlSchema(column.sql_type ?? "text") : contractSchemas[column.type];
  const isRequired = column.required === true || isKey;
  return {
    name: column.name,
    format: isSql ? (column.sql_type ?? "text") : formatTypes[column.type],
    schema: {
      ...schema,
      ...(column.enum_values === undefined ? {} : { enum: column.enum_values }),
      ...(column.default === undefined ? {} : { default: defaultOf(column.default, schema) }),
    },
    description: column.description || null,
    isKey,
    references:
      reference === undefined || target === undefined ? null : { table: reference.table, column: target },
    isRequired,
    insert: isReadOnly(column)
      ? "never"
      : isRequired && !isFilledByServer(definition, column)
        ? "required"
        : "optional",
  };
}
