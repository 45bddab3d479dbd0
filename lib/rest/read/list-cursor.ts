import { hash } from "node:crypto";
import { decodeCursor, encodeCursor } from "../../engine/read/cursor.ts";
import { AppError } from "../../errors/app-error.ts";
import type { ReadPlan } from "../plan/read-plan.ts";

type Key = readonly (string | null)[];

/** What `cursor=` takes to go on behind a row: the list's mark, then the row's key. */
export function listCursor(lastKey: Key, mark: string): string {
  return mark + encodeCursor(lastKey);
}

/**
 * The key of the row behind which a list goes on; null: from its beginning.
 *
 * @throws {AppError} PGRST100 if the text is no cursor of an earlier answer, or one of another list.
 */
export function parseListCursor(text: string, plan: ReadPlan): Key | null {
  if (text === "") return null;
  const mark = listMark(plan);
  try {
    if (text.startsWith(mark)) return decodeCursor(text.slice(mark.length));
    decodeCursor(text.slice(mark.length));
  } catch (cause) {
    throw new AppError("PGRST100", "The cursor is none of an earlier answer", { cause });
  }
  throw new AppError("PGRST100", "The cursor is of another table, or of another order", {
    hint: "Begin again with an empty one.",
  });
}

/** Tells lists apart that go on otherwise, in 6 characters: by their table and order. */
export function listMark({ table, order }: ReadPlan): string {
  const keys = order.map(({ target, isDescending, nulls }) => [
    target.kind === "field" ? target.field.column.name : null,
    isDescending,
    nulls,
  ]);
  return hash("sha1", JSON.stringify([table.id, keys]), "base64url").slice(0, 6);
}

/** PGRST127, of a list that has no cursors: without one its answer would look like the last page. */
export function noCursor(): AppError {
  return new AppError("PGRST127", "Feature not implemented", {
    details: "A cursor goes over the rows of a table whose key can be read, ordered by its own columns.",
    hint: "Page with limit and offset.",
  });
}
