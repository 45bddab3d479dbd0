import type { Catalog, TypedName } from "../catalog/types.ts";
import { statementColumns } from "./enums/enum-edits.ts";
import { isLabel, spelled } from "./enums/known-type.ts";
import type { RawStatement } from "./parser/sql-parser.ts";
import { byteIndex } from "./text/positions.ts";
import { Refused } from "./write/refused.ts";

/** Types behind which one of the database's own may be: an enum's values are texts here, a table's rows are records. */
const stoodFor = new Set(["text", "text[]", "record", "record[]"]);

/**
 * The columns of a result with the names of the database's own types: `mood` for an enum, `posts` for a row of the table.
 *
 * @param text what was parsed; the statement's locations refer to it.
 */
export function shownColumns<Column extends TypedName>(
  catalog: Catalog,
  text: string,
  { tree, start, end }: RawStatement,
  columns: readonly Column[],
): readonly Column[] {
  if (!columns.some(({ type }) => stoodFor.has(type))) return columns;
  const toIndex = byteIndex(text);
  const known = knownTypes(() =>
    statementColumns(catalog, text.slice(start, end), tree, (offset) => toIndex(offset) - start),
  );
  if (known?.length !== columns.length) return columns;
  return columns.map((column, index) => {
    const own = known[index]?.type ?? null;
    if (own === null || !stoodFor.has(column.type)) return column;
    const type = spelled(own);
    const isText = column.type.startsWith("text");
    if (isText !== (typeof own !== "string") || type.endsWith("[]") !== column.type.endsWith("[]"))
      return column;
    return { ...column, type };
  });
}

/** The ids of the enums that the columns of a query are of; null in the place of every other column. */
export function columnLabels(
  catalog: Catalog,
  text: string,
  { tree, start, end }: RawStatement,
): readonly (string | null)[] | null {
  const toIndex = byteIndex(text);
  const known = knownTypes(() =>
    statementColumns(catalog, text.slice(start, end), tree, (offset) => toIndex(offset) - start),
  );
  return known?.map(({ type }) => (isLabel(type) ? type.of.id : null)) ?? null;
}

/** A statement that has run is right: what the reading of its types does not take leaves them as they are. */
function knownTypes(read: () => ReturnType<typeof statementColumns>): ReturnType<typeof statementColumns> {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
