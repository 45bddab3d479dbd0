import type { CatalogView } from "../types.ts";
import { propertyKey, type TypedSchema } from "./column-type.ts";
import { docComment } from "./doc-comment.ts";
import { computedFields, computedLines, functionLines } from "./function-types.ts";
import { type ColumnShape, columnShapes, type RelationshipShape, relationshipShapes } from "./table-shape.ts";
import { viewColumnShapes } from "./view-shape.ts";

/** Foreign keys from and to the views that show their columns, by the name of where they start. */
export type ViewRelationships = ReadonlyMap<string, readonly RelationshipShape[]>;

/**
 * The TypeScript module whose `Database` supabase-js takes as its type parameter, in the very form of Supabase's own
 * generator, with the definitions' true nullability.
 *
 * @param throughViews what the data API can embed of views, and in them.
 */
export function supabaseTypes(schema: TypedSchema, throughViews: ViewRelationships = new Map()): string {
  const tables = schema.tables
    .toSorted((a, b) => (a.definition.name < b.definition.name ? -1 : 1))
    .map((table) => tableLines(schema, table, throughViews));
  const enums = (schema.enums ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [
    head,
    "export type Database = {",
    "  // Tells supabase-js which answers to expect.",
    "  __InternalSupabase: {",
    '    PostgrestVersion: "13.0.5"',
    "  }",
    "  public: {",
    ...section("Tables", tables.flat()),
    ...section(
      "Views",
      (schema.views ?? []).flatMap((view) => viewLines(schema, view, throughViews)),
    ),
    ...section("Functions", functionLines(schema)),
    ...section(
      "Enums",
      enums.map(
        ({ name, values }) => `${propertyKey(name)}: ${values.map((v) => JSON.stringify(v)).join(" | ")}`,
      ),
    ),
    ...section("CompositeTypes", []),
    "  }",
    "}",
    helpers,
    "export const Constants = {",
    "  public: {",
    "    Enums: {",
    ...enums.map(({ name, values }) => `      ${propertyKey(name)}: ${JSON.stringify(values)},`),
    "    },",
    "  },",
    "} as const",
    "",
  ].join("\n");
}

const head = `export type Json =
  | string
  | number
  | boolean
  | null
  | { [key: string]: Json | undefined }
  | Json[]
`;

/** The short names that generated code is used with; the schema may be named first: `Tables<{ schema: "public" }, "posts">`. */
const helpers = `
type PublicSchema = Database["public"]
type Relations = PublicSchema["Tables"] & PublicSchema["Views"]
type InPublic = { schema: "public" }
type Inner<Known, Name> = Name extends InPublic ? keyof Known : never
type Named<Known, Name, Second> = Name extends keyof Known ? Known[Name] : Second extends keyof Known ? Known[Second] : never

export type Tables<Name extends keyof Relations | InPublic, Second extends Inner<Relations, Name> = never> =
  Named<Relations, Name, Second> extends { Row: infer R } ? R : never

export type TablesInsert<
  Name extends keyof PublicSchema["Tables"] | InPublic,
  Second extends Inner<PublicSchema["Tables"], Name> = never,
> = Named<PublicSchema["Tables"], Name, Second> extends { Insert: infer I } ? I : never

export type TablesUpdate<
  Name extends keyof PublicSchema["Tables"] | InPublic,
  Second extends Inner<PublicSchema["Tables"], Name> = never,
> = Named<PublicSchema["Tables"], Name, Second> extends { Update: infer U } ? U : never

export type Enums<
  Name extends keyof PublicSchema["Enums"] | InPublic,
  Second extends Inner<PublicSchema["Enums"], Name> = never,
> = Named<PublicSchema["Enums"], Name, Second>
`;

function section(name: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [`    ${name}: {`, "      [_ in never]: never", "    }"];
  return [`    ${name}: {`, ...lines.map((line) => `      ${line}`), "    }"];
}

function tableLines(
  schema: TypedSchema,
  table: TypedSchema["tables"][number],
  throughViews: ViewRelationships,
): readonly string[] {
  // What lies with the credentials is no column of the data API: it is neither read nor written there.
  const columns = columnShapes(schema, table).filter(({ canRead }) => canRead);
  return [
    ...docComment(table.definition.description),
    `${propertyKey(table.definition.name)}: {`,
    ...block("Row", [
      ...columns.flatMap((column) => [
        ...docComment(column.description),
        `${propertyKey(column.name)}: ${valueType(column)}`,
      ]),
      ...computedLines(schema, table.id),
    ]),
    ...block("Insert", columns.map(insertLine)),
    ...block("Update", columns.map(updateLine)),
    ...relationships([
      ...relationshipShapes(table.definition),
      ...(throughViews.get(table.definition.name) ?? []),
    ]),
    ...computedFields(schema, table.id).map((line) => `  ${line}`),
    "}",
  ];
}

function valueType({ type, isNullable }: ColumnShape): string {
  return isNullable ? `${type} | null` : type;
}

function insertLine(column: ColumnShape): string {
  const key = propertyKey(column.name);
  if (column.insert === "never") return `${key}?: never`;
  return `${key}${column.insert === "optional" ? "?" : ""}: ${valueType(column)}`;
}

function updateLine(column: ColumnShape): string {
  return `${propertyKey(column.name)}?: ${column.insert === "never" ? "never" : valueType(column)}`;
}

function block(name: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [`  ${name}: {`, "    [_ in never]: never", "  }"];
  return [`  ${name}: {`, ...lines.map((line) => `    ${line}`), "  }"];
}

function relationships(shapes: readonly RelationshipShape[]): readonly string[] {
  if (shapes.length === 0) return ["  Relationships: []"];
  return [
    "  Relationships: [",
    ...shapes.flatMap((shape) => [
      "    {",
      `      foreignKeyName: ${JSON.stringify(shape.name)}`,
      `      columns: ${JSON.stringify(shape.columns)}`,
      `      isOneToOne: ${shape.isOneToOne}`,
      `      referencedRelation: ${JSON.stringify(shape.target)}`,
      `      referencedColumns: ${JSON.stringify(shape.targetColumns)}`,
      "    },",
    ]),
    "  ]",
  ];
}

/** What a query gives may always be null: its columns come from anywhere. One that shows a table's rows can be written to. */
function viewLines(
  schema: TypedSchema,
  view: CatalogView,
  throughViews: ViewRelationships,
): readonly string[] {
  const columns = viewColumnShapes(schema, view);
  const row = columns.flatMap(({ name, type, description }) => [
    ...docComment(description),
    `${propertyKey(name)}: ${type} | null`,
  ]);
  const written = columns.map(({ name, type, insert }) =>
    insert === "never" ? `${propertyKey(name)}?: never` : `${propertyKey(name)}?: ${type} | null`,
  );
  const isWritten = columns.some(({ insert }) => insert !== "never");
  return [
    ...docComment(view.description),
    `${propertyKey(view.name)}: {`,
    ...block("Row", [...row, ...computedLines(schema, view.id)]),
    ...(isWritten ? [...block("Insert", written), ...block("Update", written)] : []),
    ...relationships(throughViews.get(view.name) ?? []),
    ...computedFields(schema, view.id).map((line) => `  ${line}`),
    "}",
  ];
}
