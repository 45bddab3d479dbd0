import { enumTypes } from "../catalog/enum-type.ts";
import type { Catalog } from "../catalog/types.ts";
import { allowedTypes } from "../expression/allowed-types.ts";
import { allNodes, names, type TreeFields, type TreeNode } from "../expression/tree.ts";
import type { CallerEdit } from "./calls/caller-edits.ts";
import { type Placed, placedTokens } from "./text/clauses.ts";
import { quoted } from "./text/statement-names.ts";
import { tokens } from "./text/tokens.ts";
import { Refused } from "./write/refused.ts";

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

/** A cast to an enum in a text whose tree nobody keeps: `'open'::public.order_state`, or `cast('open' as order_state)`. */
interface EnumCast {
  /** Behind the sign or the word of the cast. */
  readonly start: number;
  readonly end: number;
  readonly isWord: boolean;
  readonly name: string;
  /** Whether what is cast is a literal, or a list of such. */
  readonly isOfLiteral: boolean;
}

function enumCasts(catalog: Catalog, text: string): readonly EnumCast[] {
  const own = ownTypeNames(catalog);
  if (own.size === 0) return [];
  const placed = placedTokens(text, { start: 0, end: text.length });
  return placed.flatMap((cast, index): EnumCast[] => {
    if (cast.word !== "::" && !isOfCast(placed, index)) return [];
    const isQualified = placed[index + 2]?.word === ".";
    const said = placed[index + (isQualified ? 3 : 1)];
    const name = said === undefined ? "" : nameSaid(text.slice(said.start, said.end));
    if (said === undefined || !own.has(name)) return [];
    const isOfLiteral = isLiteral(placed, index - 1);
    return [{ start: cast.end, end: said.end, isWord: cast.word === "AS", name, isOfLiteral }];
  });
}

function nameSaid(said: string): string {
  return said.startsWith('"') ? said.slice(1, -1).replaceAll('""', '"') : said.toLowerCase();
}

/** Whether a literal ends with a token: `'open'`, `null`, `('open'::text)`, `array['open', 'done']`. */
function isLiteral(placed: readonly Placed[], last: number): boolean {
  const token = placed[last];
  if (token?.word !== ")" && token?.word !== "]") return isPlain(token);
  const isOpening = ({ depth, word }: Placed, at: number) =>
    at < last && depth === token.depth && (word === "(" || word === "[");
  const open = placed.findLastIndex(isOpening);
  const before = placed[open - 1];
  const isCall =
    before?.kind === "quoted" || (before?.kind === "word" && !/^(?:AND|OR|NOT)$/.test(before.word));
  if (token.word === ")" ? isCall : before?.word !== "ARRAY") return false;
  const within = placed.slice(open + 1, last);
  const isOfType = (at: number) => /^(?:::|\.)$/.test(within[at - 1]?.word ?? "");
  return (
    within.some(isPlain) &&
    within.every((part, at) => isPlain(part) || /^(?:,|::|\.)$/.test(part.word) || isOfType(at))
  );
}

function isPlain(token: Placed | undefined): boolean {
  return token?.kind === "string" || token?.word === "NULL";
}

/** The text with another type in the place of the enum in some casts. */
function withType(text: string, casts: readonly EnumCast[], type: string): string {
  let result = "";
  let done = 0;
  for (const { start, end, isWord } of casts) {
    result += `${text.slice(done, start)}${isWord ? " " : ""}${type}`;
    done = end;
  }
  return result + text.slice(done);
}

/** `ownTypeEdits` for an expression of a definition, whose tree nobody keeps. */
export function withoutEnumCasts(catalog: Catalog, text: string): string {
  return withType(text, enumCasts(catalog, text), "text");
}

/** The same of literals alone: what else is cast keeps its type, and is held against its labels. */
export function withoutCastsOfLabels(catalog: Catalog, text: string): string {
  const ofLiterals = enumCasts(catalog, text).filter(({ isOfLiteral }) => isOfLiteral);
  return withType(text, ofLiterals, "text");
}

/**
 * The same of a text that may name no types: the labels that it would need are not its table's.
 *
 * @throws {Refused} 0A000
 */
export function withLabelsAsTexts(catalog: Catalog, text: string): string {
  const cast = enumCasts(catalog, text).find(({ isOfLiteral }) => !isOfLiteral);
  if (cast !== undefined)
    throw new Refused(
      "featureNotSupported",
      `Only a literal is cast to the enum ${cast.name} in a table's definition.`,
      {
        hint: `Give the column the type ${cast.name}, or compare texts.`,
      },
    );
  return withoutEnumCasts(catalog, text);
}

/** The text with another name for an enum that it casts to. */
export function withEnumRenamed(catalog: Catalog, text: string, from: string, to: string): string {
  const casts = enumCasts(catalog, text).filter(({ name }) => name === from);
  return withType(text, casts, quoted(to));
}

/** Whether a token is the AS of a `cast(… as …)`, and none in front of a name. */
function isOfCast(placed: readonly Placed[], index: number): boolean {
  const own = placed[index];
  if (own?.word !== "AS") return false;
  const open = placed.findLastIndex(({ word, depth }, at) => at < index && word === "(" && depth < own.depth);
  return placed[open - 1]?.word === "CAST" && placed[open]?.depth === own.depth - 1;
}
