import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { keyParts } from "../definition/key-expression.ts";
import { withoutEnumCasts } from "../own-types.ts";
import { insideOf, keywordFrom, listItems, placedTokens, type Range } from "../text/clauses.ts";

/** What stands behind ON CONFLICT: `(lower(email)) WHERE deleted_at IS NULL`, in texts that can be compared. */
export interface Inference {
  readonly elements: readonly string[];
  /** Conditions that hold together. */
  readonly conditions: readonly string[];
}

/** @param range from `ON` to the end of the clause. */
export function readInference(
  catalog: Catalog,
  { definition }: CatalogTable,
  typed: string,
  range: Range,
): Inference {
  const placed = placedTokens(typed, range);
  const open = placed.find(({ depth, word }) => depth === 0 && word === "(");
  if (open === undefined) return { elements: [], conditions: [] };
  const { inside, after } = insideOf(typed, range, open);
  const end = keywordFrom(placed, "DO", after)?.start ?? range.end;
  const where = placed.find(
    ({ depth, word, start }) => depth === 0 && word === "WHERE" && start >= after && start < end,
  );
  const plain = (text: string) => comparable(withoutEnumCasts(catalog, text), definition.name);
  return {
    elements: listItems(typed, inside).map((item) => plain(typed.slice(item.start, item.end))),
    conditions: where === undefined ? [] : conjuncts(plain(typed.slice(where.end, end))),
  };
}

/** The key of expressions, of some rows, or with equal nulls that an inference means: its constraint's name. */
export function inferredKey(
  { definition }: CatalogTable,
  { elements, conditions }: Inference,
): string | null {
  const found = namedConstraints(definition).find(({ constraint: { kind, expression } }) => {
    if (kind !== "unique" || expression === undefined) return false;
    const { parts, where } = keyParts(expression);
    const own = parts.map((part) => comparable(part, definition.name));
    const needed = where === null ? [] : conjuncts(comparable(where, definition.name));
    return (
      own.every((part) => elements.includes(part)) &&
      elements.every((element) => own.includes(element)) &&
      needed.every((condition) => conditions.includes(condition))
    );
  });
  return found?.name ?? null;
}

/** A text by its tokens: however it is spaced, bracketed and qualified. */
function comparable(text: string, table: string): string {
  let placed = placedTokens(text, { start: 0, end: text.length });
  while (isBracketed(placed)) placed = placed.slice(1, -1);
  const said = placed.map(({ word, start, end }) => {
    const own = text.slice(start, end);
    const name = /^"([a-z_][a-z0-9_]*)"$/.exec(own)?.[1];
    return name ?? (word === "" ? own : own.toLowerCase());
  });
  return said.filter((_, index) => !isQualifier(said, index, table) && !isTextCast(said, index)).join(" ");
}

function isBracketed(placed: readonly { readonly word: string; readonly depth: number }[]): boolean {
  const [first, ...others] = placed;
  if (first?.word !== "(" || placed.at(-1)?.word !== ")") return false;
  return !others.slice(0, -1).some(({ word, depth }) => word === ")" && depth === first.depth);
}

/** `posts.` in front of a column's name. */
function isQualifier(said: readonly string[], index: number, table: string): boolean {
  if (said[index] === ".") return said[index - 1] === table;
  return said[index] === table && said[index + 1] === ".";
}

/** `::text` behind a text, as dumps write it. */
function isTextCast(said: readonly string[], index: number): boolean {
  const at = said[index] === "::" ? index : said[index - 1] === "::" ? index - 1 : -1;
  return at > 0 && said[at + 1] === "text" && (said[at - 1]?.startsWith("'") ?? false);
}

function conjuncts(condition: string): readonly string[] {
  const words = condition.split(" ");
  if (words.includes("between") || words.includes("(")) return [condition];
  return condition.split(" and ");
}
