import { enumTypes } from "../catalog/enum-type.ts";
import type { Catalog } from "../catalog/types.ts";
import { allowedTypes } from "../expression/allowed-types.ts";
import { allNodes, names, type TreeFields, type TreeNode } from "../expression/tree.ts";
import type { CallerEdit } from "./calls/caller-edits.ts";
import { type Placed, placedTokens } from "./text/clauses.ts";
import { tokens } from "./text/tokens.ts";

/** The names of a database's own types that a text may say: one of Postgres's of that name goes first. */
export function ownTypeNames(catalog: Catalog): ReadonlySet<string> {
  return new Set([...enumTypes(catalog).keys()].filter((name) => !allowedTypes.has(name)));
}

/** Whether a `TypeName` names an enum, however it is qualified. */
function isEnum(own: ReadonlySet<string>, typeName: TreeFields): boolean {
  const path = names(typeName.names);
  if (path.length > 2 || (path.length === 2 && path[0] !== "public")) return false;
  return own.has(path.at(-1) ?? "");
}

/**
 * A value of an enum type of one's own is a text: where the type is named, `text` stands in its place, and the calls that
 * list its values become those.
 */
export function ownTypeEdits(
  catalog: Catalog,
  text: string,
  statement: TreeNode,
  indexOf: (byteOffset: number) => number,
): readonly CallerEdit[] {
  const own = ownTypeNames(catalog);
  if (own.size === 0) return [];
  return allNodes(statement).flatMap((node): CallerEdit[] => {
    if (node.kind !== "TypeName" || !isEnum(own, node.fields)) return [];
    const at = indexOf(Number(node.fields.location ?? 0));
    return [{ at, end: nameEnd(text, at, names(node.fields.names).length), text: "text" }];
  });
}

/** Behind a name of so many parts. */
function nameEnd(text: string, at: number, parts: number): number {
  let left = parts * 2 - 1;
  for (const token of tokens(text, at)) if (--left === 0) return token.end;
  return text.length;
}

/**
 * The same for an expression of a definition, whose tree nobody keeps: `state = 'open'::public.order_state`, or
 * `cast('open' as order_state)`.
 */
export function withoutEnumCasts(catalog: Catalog, text: string): string {
  const own = ownTypeNames(catalog);
  if (own.size === 0) return text;
  let result = "";
  let done = 0;
  const placed = placedTokens(text, { start: 0, end: text.length });
  for (const [index, cast] of placed.entries()) {
    if (cast.word !== "::" && !isOfCast(placed, index)) continue;
    const isQualified = placed[index + 2]?.word === ".";
    const name = placed[index + (isQualified ? 3 : 1)];
    const said = name === undefined ? "" : text.slice(name.start, name.end);
    const meant = said.startsWith('"') ? said.slice(1, -1).replaceAll('""', '"') : said.toLowerCase();
    if (name === undefined || !own.has(meant)) continue;
    result += `${text.slice(done, cast.end)}${cast.word === "AS" ? " " : ""}text`;
    done = name.end;
  }
  return result + text.slice(done);
}

/** Whether a token is the AS of a `cast(… as …)`, and none in front of a name. */
function isOfCast(placed: readonly Placed[], index: number): boolean {
  const own = placed[index];
  if (own?.word !== "AS") return false;
  const open = placed.findLastIndex(({ word, depth }, at) => at < index && word === "(" && depth < own.depth);
  return placed[open - 1]?.word === "CAST" && placed[open]?.depth === own.depth - 1;
}
