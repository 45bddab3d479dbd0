import { type Fragments, ours } from "../text/composed-text.ts";
import { quoted } from "../text/statement-names.ts";
import { fixed } from "./context.ts";
import { carriedRow } from "./from-items.ts";
import type { MergeBranch } from "./merge-clauses.ts";
import type { Merge } from "./merge-types.ts";
import { isOfTarget, rowBefore, targetRows } from "./target-rows.ts";

/** The queries that sort a MERGE's rows to its branches, by their names. */
export interface SortedRows {
  /** The source's rows, numbered (`$n`), each item of it as a whole row (`$f0`, …). */
  readonly source: string;
  /** Rows of the target that are updated or deleted: `$id`, `$n`, `$old.…`, `$when` and how often they are (`$times`). */
  readonly acting: string;
  /** Rows of the source without a match: `$n`, `$when`. */
  readonly unmatched: string;
}

/**
 * Pairs both sides. The source is read once, so that what is volatile in it is the same for all branches; the target's
 * rows are locked where something is done to them, and the branch is chosen by what they hold then.
 */
export function pairedRows(merge: Merge): SortedRows {
  const { context, clauses } = merge;
  const names = {
    source: context.name("using"),
    pairs: context.name("pairs"),
    orphans: context.name("orphans"),
    acting: context.name("acting"),
    unmatched: context.name("unmatched"),
  };
  const query = (name: string, text: Fragments) =>
    context.ctes.push([...ours(`${quoted(name)} AS MATERIALIZED (`), ...text, ...ours("\n)")]);
  query(names.source, sourceRows(merge));
  query(names.pairs, pairs(merge, names));
  const hasOrphans = clauses.branches.some(({ of }) => of === "target");
  if (hasOrphans) query(names.orphans, orphans(merge, names));
  query(names.acting, acting(merge, names, hasOrphans));
  query(names.unmatched, unmatched(merge, names));
  return names;
}

interface Names extends SortedRows {
  readonly pairs: string;
  readonly orphans: string;
}

function sourceRows({ context, items, clauses, node }: Merge): Fragments {
  const carried = items.map(carriedRow);
  const isUnnamed = items[0]?.name === "$source" && node.fields.sourceRelation !== undefined;
  return [
    ...ours(`SELECT row_number() OVER () AS "$n", ${carried.join(", ")} FROM `),
    ...context.cut(clauses.using.start, clauses.using.end),
    ...ours(isUnnamed ? ' AS "$source"' : ""),
  ];
}

/** ` JOIN <source> ON … , LATERAL (SELECT ("$u"."$f0").*) AS "s"`: the source's items of a numbered row. */
export function unpacked({ items }: Pick<Merge, "items">, { source }: SortedRows, row: string): Fragments {
  return ours(
    ` JOIN ${quoted(source)} AS "$u" ON "$u"."$n" = ${quoted(row)}."$n"${laterals({ items }, "$u").join("")}`,
  );
}

function laterals({ items }: Pick<Merge, "items">, row: string): readonly string[] {
  return items.map(({ name, isScalar }, index) => {
    const whole = `${quoted(row)}.${quoted(`$f${index}`)}`;
    return ` CROSS JOIN LATERAL (SELECT ${isScalar ? `${whole} AS ${quoted(name)}` : `(${whole}).*`}) AS ${quoted(name)}`;
  });
}

/** `CASE WHEN (…) THEN 0 … END AS "$when"`: the first branch whose condition holds. */
function chosen({ context, clauses }: Merge, of: MergeBranch["of"]): Fragments {
  const own = clauses.branches
    .map((branch, index) => ({ branch, index }))
    .filter(({ branch }) => branch.of === of);
  if (own.length === 0) return ours('NULL::int AS "$when"');
  const arms = own.map(
    ({ branch: { condition }, index }): Fragments => [
      ...ours(" WHEN "),
      ...(condition === null
        ? ours("true")
        : [...ours("("), ...context.cut(condition.start, condition.end), ...ours("\n)")]),
      ...ours(` THEN ${index}`),
    ],
  );
  return [...ours("CASE"), ...arms.flat(), ...ours(' END AS "$when"')];
}

function pairs(merge: Merge, { source }: Names): Fragments {
  const { context, table, target, clauses } = merge;
  return [
    ...ours(`SELECT "$t"."$id" AS "$id", "$u"."$n" AS "$n", ${rowBefore(target)}, `),
    ...chosen(merge, "pairs"),
    ...ours(" FROM "),
    ...targetRows(context, target),
    ...ours(` CROSS JOIN ${quoted(source)} AS "$u"${laterals(merge, "$u").join("")} WHERE `),
    ...fixed(isOfTarget(context, table)),
    ...ours(" AND ("),
    ...context.cut(clauses.on.start, clauses.on.end),
    ...ours(`\n)${lock(merge, "pairs")}`),
  ];
}

function orphans(merge: Merge, names: Names): Fragments {
  const { context, table, target } = merge;
  return [
    ...ours(`SELECT "$t"."$id" AS "$id", NULL::bigint AS "$n", ${rowBefore(target)}, `),
    ...chosen(merge, "target"),
    ...ours(" FROM "),
    ...targetRows(context, target),
    ...ours(" WHERE "),
    ...fixed(isOfTarget(context, table)),
    ...ours(
      ` AND NOT EXISTS (SELECT FROM ${quoted(names.pairs)} AS "$p" WHERE "$p"."$id" = "$t"."$id")${lock(merge, "target")}`,
    ),
  ];
}

function lock({ clauses }: Merge, of: MergeBranch["of"]): string {
  const actions = new Set(clauses.branches.filter((branch) => branch.of === of).map(({ action }) => action));
  if (actions.has("delete")) return ' FOR UPDATE OF "$t"';
  return actions.has("update") ? ' FOR NO KEY UPDATE OF "$t"' : "";
}

function acting({ clauses }: Merge, names: Names, hasOrphans: boolean): Fragments {
  const indexes = clauses.branches.flatMap(({ action }, index) =>
    action === "update" || action === "delete" ? [index] : [],
  );
  const arms = [names.pairs, ...(hasOrphans ? [names.orphans] : [])].map(
    (name) => `SELECT * FROM ${quoted(name)}`,
  );
  const condition = indexes.length === 0 ? "false" : `"$a"."$when" IN (${indexes.join(", ")})`;
  return ours(
    `SELECT *, count(*) OVER (PARTITION BY "$a"."$id") AS "$times" FROM (${arms.join(" UNION ALL ")}) AS "$a" WHERE ${condition}`,
  );
}

function unmatched(merge: Merge, names: Names): Fragments {
  return [
    ...ours('SELECT "$u"."$n" AS "$n", '),
    ...chosen(merge, "source"),
    ...ours(` FROM ${quoted(names.source)} AS "$u"${laterals(merge, "$u").join("")}`),
    ...ours(` WHERE NOT EXISTS (SELECT FROM ${quoted(names.pairs)} AS "$p" WHERE "$p"."$n" = "$u"."$n")`),
  ];
}
