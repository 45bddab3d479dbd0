import { propertyKey, type TypedSchema } from "./column-type.ts";
import { docComment } from "./doc-comment.ts";
import { type ColumnShape, columnShapes } from "./table-shape.ts";
import { viewColumnShapes } from "./view-shape.ts";

/** The TypeScript module whose `DB` Kysely takes as its type parameter. */
export function kyselyTypes(schema: TypedSchema): string {
  const tables = schema.tables.toSorted((a, b) => (a.definition.name < b.definition.name ? -1 : 1));
  const views = schema.views ?? [];
  const names = typeNames([
    ...tables.map(({ definition }) => definition.name),
    ...views.map(({ name }) => name),
  ]);
  return [
    'import type { ColumnType, Generated } from "kysely"',
    "",
    "export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]",
    ...tables.flatMap((table) => [
      "",
      ...docComment(table.definition.description),
      `export interface ${names.get(table.definition.name)} {`,
      ...columnShapes(schema, table)
        .filter(({ canRead }) => canRead)
        .flatMap((column) => columnLines(schema, column)),
      "}",
    ]),
    ...views.flatMap((view) => [
      "",
      ...docComment(view.description),
      `export interface ${names.get(view.name)} {`,
      ...viewColumnShapes(schema, view).flatMap((column) => columnLines(schema, column)),
      "}",
    ]),
    "",
    "export interface DB {",
    ...[...names].map(([name, type]) => `  ${propertyKey(name)}: ${type}`),
    "}",
    "",
  ].join("\n");
}

function columnLines(schema: TypedSchema, column: ColumnShape): readonly string[] {
  const words = docComment(column.description).map((line) => `  ${line}`);
  return [...words, `  ${propertyKey(column.name)}: ${columnType(withoutAlias(schema, column))}`];
}

function columnType({ type, isNullable, insert }: ColumnShape): string {
  const value = isNullable ? `${type} | null` : type;
  if (insert === "never") return `ColumnType<${value}, never, never>`;
  // What may be null may be left out anyway.
  return insert === "optional" && !isNullable ? `Generated<${value}>` : value;
}

/** An enum of one's own is written out: there is no `Database` here. */
function withoutAlias({ enums = [] }: TypedSchema, column: ColumnShape): ColumnShape {
  const found = enums.find(({ name }) => column.type.endsWith(`["Enums"][${JSON.stringify(name)}]`));
  if (found === undefined) return column;
  return { ...column, type: found.values.map((value) => JSON.stringify(value)).join(" | ") };
}

/** What the module says itself. */
const said = ["DB", "Json", "ColumnType", "Generated", "NonNullable", "Record"];

/** A type's name for each relation, no two the same: interfaces of one name would be one. */
function typeNames(relations: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(said);
  return new Map(
    relations.map((relation) => {
      const plain = typeName(relation);
      let name = plain;
      for (let number = 2; taken.has(name); number++) name = `${plain}${number}`;
      taken.add(name);
      return [relation, name];
    }),
  );
}

/** `order_items` → `OrderItems`. */
function typeName(relation: string): string {
  const words = relation.split(/[^\p{L}\p{Nd}]+/u).filter((word) => word !== "");
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^\p{L}/u.test(joined) ? joined : `T${joined}`;
}
