import { isFilledByServer, isReadOnly, primaryKey } from "../column-facts.ts";
import { namedConstraints } from "../table-constraints.ts";
import type { Column, Table } from "../types.ts";
import { columnTypeScript, type TypedSchema } from "./column-type.ts";

/** A column as generated types see it. */
export interface ColumnShape {
  readonly name: string;
  /** Null left aside. */
  readonly type: string;
  readonly isNullable: boolean;
  readonly canRead: boolean;
  /** `never`: the server alone sets it. */
  readonly insert: "required" | "optional" | "never";
  readonly description?: string;
}

export interface RelationshipShape {
  readonly name: string;
  readonly columns: readonly string[];
  readonly isOneToOne: boolean;
  readonly target: string;
  readonly targetColumns: readonly string[];
}

/** By name, as Supabase's generator orders them. */
export function columnShapes(
  schema: TypedSchema,
  table: TypedSchema["tables"][number],
): readonly ColumnShape[] {
  const key = primaryKey(table.definition);
  return table.definition.columns
    .map((column): ColumnShape => {
      const storage = table.storage.columns[column.name];
      const isNullable = column.required !== true && !key.includes(column.name);
      const isSet = isNullable || isFilledByServer(table.definition, column);
      return {
        name: column.name,
        type: enumName(schema, table, column) ?? scriptType(column, isNullable),
        isNullable,
        canRead: storage?.place !== "secret",
        insert: isReadOnly(column) ? "never" : isSet ? "optional" : "required",
        ...(column.description === undefined ? {} : { description: column.description }),
      };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** JSON's own null is no value through the APIs: a column that must have one takes none. */
function scriptType(column: Column, isNullable: boolean): string {
  const type = columnTypeScript(column);
  return type === "Json" && !isNullable ? "NonNullable<Json>" : type;
}

export function relationshipShapes(table: Table): readonly RelationshipShape[] {
  const keys = [
    primaryKey(table),
    ...namedConstraints(table).flatMap(({ constraint: { kind, columns = [], expression } }) =>
      kind === "unique" && expression === undefined ? [columns] : [],
    ),
  ];
  return namedConstraints(table)
    .flatMap(({ name, constraint: { kind, columns = [], references } }): RelationshipShape[] => {
      if (kind !== "foreign_key" || references === undefined) return [];
      const isOneToOne = keys.some(
        (key) => key.length > 0 && key.every((column) => columns.includes(column)),
      );
      const { table: target, columns: targetColumns = [] } = references;
      return [{ name, columns, isOneToOne, target, targetColumns }];
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function enumName(
  { enums = [] }: TypedSchema,
  { id, storage }: TypedSchema["tables"][number],
  { name }: Column,
): string | null {
  const key = storage.columns[name]?.key;
  const found = enums.find(({ uses }) => uses.some((use) => use.table === id && use.key === key));
  return found === undefined ? null : `Database["public"]["Enums"][${JSON.stringify(found.name)}]`;
}
