import { postgresType, readableColumns } from "../../engine/column-sql.ts";
import type { TreeFields } from "../../expression/tree.ts";
import { compile, ident, join, sql } from "../../sql/sql.ts";
import { type Fragments, joined, ours } from "../text/composed-text.ts";
import { quoted } from "../text/statement-names.ts";
import { answerSelect } from "./compile-returning.ts";
import type { CompiledPart } from "./compiled-part.ts";
import { tellsEffects } from "./context.ts";
import type { SortedRows } from "./merge-rows.ts";
import type { Merge, MergedWrite } from "./merge-types.ts";

/** What answers a MERGE: a count, or what RETURNING lists of all that was written. */
export function answeredMerge(
  { context, table, target, items, clauses, node }: Merge,
  rows: SortedRows,
  writes: readonly MergedWrite[],
): CompiledPart {
  const counted = tellsEffects(context) ? writes : [];
  const effects = counted.map(({ action }) => effectOf[action]);
  if (clauses.returning === null) {
    const counts = writes.map(({ written }) => `(SELECT count(*) FROM ${quoted(written)})`);
    const all = [["0", ...counts].join(" + "), ...(counted.length === 0 ? [] : counts)];
    return { command: "MERGE", answer: ours(`SELECT ${all.join(", ")}`), returns: false, effects };
  }
  const columns = readableColumns(table);
  const shown = columns.map(({ name }) => {
    const [old, now] = [ident(`$old.${name}`), ident(`$new.${name}`)];
    return sql`case "$w".merge_action when 'DELETE' then "$w".${old} else "$w".${now} end as ${ident(name)}`;
  });
  const version = (which: "old" | "new") =>
    join(columns.map(({ name }) => sql`"$w".${ident(`$${which}.${name}`)} as ${ident(name)}`));
  const answer = answerSelect(
    context,
    {
      target,
      rows: [
        ...ours("("),
        ...joined(
          [nothing({ table }), ...writes.map((write) => writtenRows({ table }, write))],
          " UNION ALL ",
        ),
        ...ours(`) AS "$w" LEFT JOIN ${quoted(rows.source)} AS "$s" ON "$s"."$n" = "$w"."$n"`),
      ],
      shown: join(shown),
      old: { columns: version("old"), isThere: `"$w".merge_action <> 'INSERT'` },
      new: { columns: version("new"), isThere: `"$w".merge_action <> 'DELETE'` },
      items,
      itemsAreThere: '"$s"."$n" IS NOT NULL',
      order: '"$w"."$n"',
      counted: counted.map(({ action }) => `"$w".merge_action = '${action}'`),
    },
    node.fields.returningClause as TreeFields,
    clauses.returning,
  );
  return { command: "MERGE", answer, returns: true, effects };
}

const effectOf = { INSERT: "added", UPDATE: "changed", DELETE: "deleted" } as const;

/** No row, which says the types of the columns. */
function nothing({ table }: Pick<Merge, "table">): Fragments {
  const versions = ["old", "new"].flatMap((which) =>
    readableColumns(table).map(
      (column) => `NULL::${compile(postgresType(column)).text} AS ${quoted(`$${which}.${column.name}`)}`,
    ),
  );
  return ours(`SELECT NULL::text AS merge_action, NULL::bigint AS "$n", ${versions.join(", ")} WHERE false`);
}

function writtenRows({ table }: Pick<Merge, "table">, write: MergedWrite): Fragments {
  const names = readableColumns(table).map(({ name }) => name);
  const before = names.map((name) => (write.action === "INSERT" ? "NULL" : `"$s".${quoted(`$old.${name}`)}`));
  const now = names.map((name) => (write.action === "DELETE" ? "NULL" : `"$w".${quoted(name)}`));
  return ours(
    `SELECT '${write.action}', "$s"."$n", ${[...before, ...now].join(", ")} FROM ${quoted(write.written)} AS "$w" JOIN ${quoted(write.source)} AS "$s" ON "$s".${quoted(write.sourceKey)} = "$w".${quoted(write.writtenKey)}`,
  );
}
