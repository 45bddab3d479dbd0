import type { Active, Over } from "@dnd-kit/core";
import type { ColumnType } from "#lib/catalog/types.ts";

export type Dragged =
  | { readonly kind: "type"; readonly type: ColumnType }
  | { readonly kind: "column"; readonly table: string; readonly column: string };

/** Where something can be dropped: behind a column, or on a table as a whole. */
export interface DropPlace {
  readonly table: string;
  readonly column: string | null;
}

/** What a draggable of ours says of itself. */
export function draggedOf({ data }: Active): Dragged | null {
  // Set by our own draggables, which all carry it.
  return (data.current as Dragged | undefined) ?? null;
}

export function droppedOn({ data }: Over): DropPlace | null {
  return (data.current as DropPlace | undefined) ?? null;
}
