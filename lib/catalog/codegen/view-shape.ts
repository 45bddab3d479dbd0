import { enumTypeOf } from "../enum-type.ts";
import type { CatalogView } from "../types.ts";
import { viewBase } from "../view-base.ts";
import { enumTypeScript, sqlTypeScript, type TypedSchema } from "./column-type.ts";
import { type ColumnShape, columnShapes } from "./table-shape.ts";

/** A view's columns, by name: those that show a column of the table below are typed like it, and written like it. */
export function viewColumnShapes(schema: TypedSchema, view: CatalogView): readonly ColumnShape[] {
  const base = viewBase(schema, view);
  const stored = "reason" in base ? [] : columnShapes(schema, base.table);
  return view.columns
    .map(({ name, type }, index): ColumnShape => {
      const own = "reason" in base ? null : base.columns[index];
      const shape = stored.find((column) => column.name === own?.name);
      return {
        name,
        type: shape?.type ?? shownType(schema, view.id, name, type),
        isNullable: true,
        canRead: true,
        insert: shape === undefined || shape.insert === "never" ? "never" : "optional",
        ...(shape?.description === undefined ? {} : { description: shape.description }),
      };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Also of what is shown of several tables, of groups and of what is computed. */
function shownType(schema: TypedSchema, view: string, name: string, type: string): string {
  const known = enumTypeOf(schema, view, name);
  return known === null ? sqlTypeScript(type) : enumTypeScript(schema, known);
}
