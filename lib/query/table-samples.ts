import { asList, type TreeFields, type TreeNode, unwrap } from "../expression/tree.ts";
import { compile, ident, join, keyword, sql } from "../sql/sql.ts";
import { bracketsFrom, type Placed, placedTokens, type Range, tokenFrom } from "./text/clauses.ts";
import { cutter, type Edit } from "./text/composed-text.ts";
import { firstFrom } from "./text/ordered.ts";

/** Where a sample is taken, and of what. */
interface SampleInput {
  readonly typed: string;
  readonly nodes: readonly TreeNode[];
  readonly indexOf: (byteOffset: number) => number;
  /** The other edits of the text; those within a sample are made in it. */
  readonly edits: readonly Edit[];
  /** What a table is called in the statement that runs. */
  readonly relation: (name: string) => string;
}

/**
 * `posts AS p TABLESAMPLE SYSTEM (10) REPEATABLE (3)` as a sub-select of some of the rows. A table's rows lie among those of
 * others and fill no pages of its own, so both methods draw row by row: by chance, or by what the row and the seed come to.
 *
 * @param nodes the statement's nodes of kind `RangeTableSample`.
 */
export function sampleEdits({ typed, nodes, indexOf, edits, relation }: SampleInput): readonly Edit[] {
  if (nodes.length === 0) return [];
  const whole = { start: 0, end: typed.length };
  const all = placedTokens(typed, whole);
  const cut = cutter(typed, edits);
  return nodes.map(({ fields }): Edit => {
    const table = (unwrap(fields.relation)?.fields ?? {}) as TreeFields;
    const name = tokenFrom(all, indexOf(Number(table.location ?? 0)));
    const at = startOf(all, name, table.inh !== true);
    const word = wordFrom(all, name, "TABLESAMPLE");
    const percent = bracketsFrom(typed, all[word]?.end ?? at);
    const seed = fields.repeatable === undefined ? null : bracketsFrom(typed, percent.after);
    const text = ({ start, end }: Range) =>
      keyword(
        cut(start, end)
          .map((piece) => piece.text)
          .join(""),
      );
    const isDrawn =
      seed === null
        ? sql`random() * 100 < "$p"."$share"`
        : sql`('x' || left(md5("$p"."$seed" || ("$s".*)::text), 8))::bit(32)::bigint / 42949672.96 < "$p"."$share"`;
    const given = [
      sql`app.sample_percent((${text(percent.inside)})::real) as "$share"`,
      ...(seed === null ? [] : [sql`app.sample_seed((${text(seed.inside)})::float8) as "$seed"`]),
    ];
    // Beside the table: what is given is given once, and sees no row.
    const from = sql`(select ${join(given)}) as "$p", ${keyword(relation(String(table.relname)))} as "$s"`;
    const select = compile(sql`(select "$s".* from ${from} where ${isDrawn})`).text;
    return {
      at,
      end: (seed ?? percent).after,
      text: `${select} ${aliasOf(typed, all.slice(name, word), table, all[word])}`,
    };
  });
}

/** In front of ONLY, where that is said. */
function startOf(placed: readonly Placed[], name: number, isOnly: boolean): number {
  let first = name;
  while (isOnly && first > 0 && placed[first]?.word !== "ONLY") first--;
  return placed[first]?.start ?? 0;
}

/** The place of the word that stands behind a token, in no more brackets than that. */
function wordFrom(placed: readonly Placed[], from: number, word: string): number {
  const depth = placed[from]?.depth ?? 0;
  const isMeant = (token: Placed | undefined) => token?.word === word && token.depth <= depth;
  let index = from;
  while (index < placed.length && !isMeant(placed[index])) index++;
  return index;
}

/** The alias as typed; a sub-select without one would have no name. */
function aliasOf(
  typed: string,
  placed: readonly Placed[],
  table: TreeFields,
  behind: Placed | undefined,
): string {
  const alias = table.alias as { aliasname?: string; colnames?: unknown } | undefined;
  if (alias === undefined) return `AS ${compile(ident(String(table.relname))).text}`;
  const own = placed.filter((token) => token.depth === behind?.depth);
  const end = behind?.start ?? typed.length;
  const first = own.findLast(({ word }) => word === "AS");
  const names = asList(alias.colnames).length > 0 ? own.findLast(({ word }) => word === "(") : undefined;
  const name = names === undefined ? own.at(-1) : own[own.indexOf(names) - 1];
  return typed.slice((first ?? name)?.start ?? end, end).trimEnd();
}

/** Of edits those that stand in no sample, and the samples. */
export function withSamples(edits: readonly Edit[], samples: readonly Edit[]): readonly Edit[] {
  if (samples.length === 0) return edits;
  const ordered = samples.toSorted((a, b) => a.at - b.at);
  const isOutside = ({ at, end }: Edit) => {
    const next = firstFrom(ordered, at + 1, (sample) => sample.at);
    const around = ordered[next - 1];
    return around === undefined || end > around.end;
  };
  return [...edits.filter(isOutside), ...samples];
}
