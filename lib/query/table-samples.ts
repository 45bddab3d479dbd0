import { asList, type TreeFields, type TreeNode, unwrap } from "../expression/tree.ts";
import { compile, ident, join, keyword, sql } from "../sql/sql.ts";
import { insideOf, placedTokens, type Range } from "./text/clauses.ts";
import { cutter, type Edit } from "./text/composed-text.ts";

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
  return nodes.map(({ fields }): Edit => {
    const table = (unwrap(fields.relation)?.fields ?? {}) as TreeFields;
    const at = startOf(typed, indexOf(Number(table.location ?? 0)), table.inh !== true);
    const rest = { start: at, end: typed.length };
    const placed = placedTokens(typed, rest);
    const word = placed.find((token) => token.depth === 0 && token.word === "TABLESAMPLE");
    if (word === undefined) throw new RangeError("a sample without its word");
    const percent = bracketsBehind(typed, rest, word.end);
    const seed = fields.repeatable === undefined ? null : bracketsBehind(typed, rest, percent.after);
    const cut = cutter(typed, edits);
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
      text: `${select} ${aliasOf(typed, placed, table, word.start)}`,
    };
  });
}

/** In front of ONLY, where that is said. */
function startOf(typed: string, name: number, isOnly: boolean): number {
  if (!isOnly) return name;
  const only = placedTokens(typed, { start: 0, end: name }).findLast(({ word }) => word === "ONLY");
  return only?.start ?? name;
}

/** The alias as typed; a sub-select without one would have no name. */
function aliasOf(
  typed: string,
  placed: ReturnType<typeof placedTokens>,
  table: TreeFields,
  end: number,
): string {
  const alias = table.alias as { aliasname?: string; colnames?: unknown } | undefined;
  if (alias === undefined) return `AS ${compile(ident(String(table.relname))).text}`;
  const own = placed.filter((token) => token.start < end && token.depth === 0);
  const first = own.findLast(({ word }) => word === "AS");
  const names = asList(alias.colnames).length > 0 ? own.findLast(({ word }) => word === "(") : undefined;
  const name = names === undefined ? own.at(-1) : own[own.indexOf(names) - 1];
  return typed.slice((first ?? name)?.start ?? end, end).trimEnd();
}

function bracketsBehind(typed: string, range: Range, from: number): { inside: Range; after: number } {
  const open = placedTokens(typed, range).find(
    (token) => token.start >= from && token.depth === 0 && token.word === "(",
  );
  if (open === undefined) throw new RangeError("a sample without brackets");
  return insideOf(typed, range, open);
}

/** Of edits those that stand in no sample, and the samples. */
export function withSamples(edits: readonly Edit[], samples: readonly Edit[]): readonly Edit[] {
  const isOutside = ({ at, end }: Edit) => !samples.some((sample) => at >= sample.at && end <= sample.end);
  return [...edits.filter(isOutside), ...samples];
}
