import { join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { invalid } from "./filter.ts";
import type { OrderedKey } from "./order.ts";

/**
 * The rows after a given one in an order of several keys: "first key greater, or equal and second key greater, …",
 * with nulls where the order puts them, and the storage id as the last key.
 */
export function afterCursor(
  keys: readonly OrderedKey[],
  cursor: readonly (string | null)[],
  isReversed: boolean,
): Sql {
  const id = cursor.at(-1);
  if (cursor.length !== keys.length + 1 || typeof id !== "string")
    throw invalid("/cursor", "The cursor belongs to another sort order.");
  if (keys.length > 0 && keys.every((key) => !key.isNullable && key.isDescending === isReversed))
    return afterRow(keys, cursor, id, isReversed);
  const equals: Sql[] = [];
  const branches: Sql[] = [];
  keys.forEach((key, index) => {
    const seen = seenValue(key, cursor, index);
    const isNull = cursor[index] === null;
    branches.push(join([...equals, after(key, seen, isNull)], " and "));
    equals.push(isNull ? sql`${key.value} is null` : sql`${key.value} = ${seen}`);
  });
  branches.push(join([...equals, sql`d.id ${keyword(isReversed ? "<" : ">")} ${id}::uuid`], " and "));
  const alternatives = sql`(${join(
    branches.map((branch) => sql`(${branch})`),
    " or ",
  )})`;
  return join([...leadingBound(keys, cursor), alternatives], " and ");
}

/** One comparison of rows, of which the planner knows both where the index starts and how many rows are left. */
function afterRow(
  keys: readonly OrderedKey[],
  cursor: readonly (string | null)[],
  id: string,
  isReversed: boolean,
): Sql {
  const row = join([...keys.map(({ value }) => value), sql`d.id`]);
  const seen = join([...keys.map((key, index) => seenValue(key, cursor, index)), sql`${id}::uuid`]);
  return sql`(${row}) ${keyword(isReversed ? "<" : ">")} (${seen})`;
}

const seenValue = (key: OrderedKey, cursor: readonly (string | null)[], index: number) =>
  sql`${cursor[index] ?? null}::text::${key.type}`;

/** What an index can start at, which it cannot see in the alternatives: the first key is at least the one seen. */
function leadingBound([key]: readonly OrderedKey[], cursor: readonly (string | null)[]): readonly Sql[] {
  if (key === undefined || key.isNullable || cursor[0] === null) return [];
  return [sql`${key.value} ${keyword(key.isDescending ? "<=" : ">=")} ${seenValue(key, cursor, 0)}`];
}

function after(key: OrderedKey, seen: Sql, isNull: boolean): Sql {
  if (isNull) return key.nullsFirst ? sql`${key.value} is not null` : keyword("false");
  const further = sql`${key.value} ${keyword(key.isDescending ? "<" : ">")} ${seen}`;
  return key.nullsFirst || !key.isNullable ? further : sql`(${further} or ${key.value} is null)`;
}

/** The opaque text that a client hands back. */
export function encodeCursor(key: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** @throws {AppError} RH303 if the text is none of ours. */
export function decodeCursor(text: string): readonly (string | null)[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    // Whatever is wrong with it, it is no cursor of ours.
    throw invalid("/cursor", "This is not a cursor of an earlier answer.");
  }
  const isKey = Array.isArray(parsed) && parsed.every((part) => part === null || typeof part === "string");
  const id = Array.isArray(parsed) ? parsed.at(-1) : null;
  if (!isKey || typeof id !== "string" || !/^[0-9a-f-]{36}$/.test(id))
    throw invalid("/cursor", "This is not a cursor of an earlier answer.");
  return parsed as (string | null)[];
}
