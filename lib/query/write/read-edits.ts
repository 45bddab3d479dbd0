import type { Catalog } from "../../catalog/types.ts";
import type { TableReader } from "../../engine/table-reader.ts";
import { compile } from "../../sql/sql.ts";
import { readableSelect } from "../rows/readable.ts";
import type { TableReferences } from "../table-references.ts";
import { type Edit, type Fragments, ours } from "../text/composed-text.ts";
import { quoted } from "../text/statement-names.ts";
import { type Token, tokens } from "../text/tokens.ts";

/** What a table's name in a write reads: the query of that name in front. */
export function relationCte(catalog: Catalog, name: string, read?: TableReader): Fragments {
  return ours(
    `${quoted(`$${name}`)} AS NOT MATERIALIZED (${compile(readableSelect(catalog, name, read)).text})`,
  );
}

/** `FROM public.posts` → `FROM "$posts" AS "posts"`, wherever a table of the catalog is read. */
export function readEdits(
  catalog: Catalog,
  typed: string,
  { reads, qualifiers }: TableReferences,
  indexOf: (offset: number) => number,
  isLocking: boolean,
): readonly Edit[] {
  const renamed = reads.map((read): Edit => {
    const at = indexOf(read.location);
    const name = endOfName(typed, take(tokens(typed, at), 7), read.isQualified ? 2 : 0);
    // Row locks reach into a sub-select, and not into a WITH query.
    const relation = isLocking
      ? `(${compile(readableSelect(catalog, read.name)).text})`
      : quoted(`$${read.name}`);
    const isTable = /\btable\s*$/i.test(typed.slice(0, at));
    const alias = read.hasAlias || isTable ? "" : ` AS ${quoted(read.name)}`;
    return { at, end: name ?? at, text: `${relation}${alias}` };
  });
  const relations = new Set(renamed.map(({ at }) => at));
  const blanked = qualifiers.flatMap((offset): Edit[] => {
    const at = indexOf(offset);
    const [, dot] = take(tokens(typed, at), 2);
    return relations.has(at) || dot === undefined ? [] : [{ at, end: dot.end, text: "" }];
  });
  return [...renamed, ...blanked];
}

/** Behind a name; `U&"d!00e9p" UESCAPE '!'` has three parts. */
function endOfName(typed: string, placed: readonly Token[], index: number): number | undefined {
  const [name, word, sign] = placed.slice(index);
  const isEscaped = word !== undefined && /^uescape$/i.test(typed.slice(word.start, word.end));
  return (isEscaped ? sign : name)?.end;
}

function take<T>(items: Iterable<T>, count: number): readonly T[] {
  const taken: T[] = [];
  for (const item of items) {
    taken.push(item);
    if (taken.length === count) break;
  }
  return taken;
}
