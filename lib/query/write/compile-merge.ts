import type { CatalogTable, Column } from "../../catalog/types.ts";
import { postgresType, readableColumns, storageOf } from "../../engine/column-sql.ts";
import { compileWrite } from "../../engine/write/compile-write.ts";
import type { CompiledWrite, WriteRequest } from "../../engine/write/request.ts";
import { asList, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile, ident, join, sql } from "../../sql/sql.ts";
import { keywordFrom, placedTokens, type Range } from "../text/clauses.ts";
import { type Fragments, joined, ours } from "../text/composed-text.ts";
import { quoted } from "../text/statement-names.ts";
import type { CompiledPart } from "./compiled-part.ts";
import {
  fixed,
  insertedBeside,
  keepInserted,
  keepPart,
  keepTouched,
  settledBeside,
  throughQuery,
  touchedBeside,
  type WriteContext,
} from "./context.ts";
import { type FromItem, fromItems } from "./from-items.ts";
import { keepRows } from "./kept-rows.ts";
import { type MergeBranch, mergeClauses } from "./merge-clauses.ts";
import { mergedInserts } from "./merge-inserts.ts";
import { answeredMerge } from "./merge-returning.ts";
import { pairedRows, type SortedRows, unpacked } from "./merge-rows.ts";
import type { Merge, MergedWrite } from "./merge-types.ts";
import { type Assigned, setValues } from "./set-clause.ts";
import { aliasText, refuseEmpty } from "./target-rows.ts";
import { checkOptions, shownRow, spokenColumn, writeTarget } from "./write-target.ts";

/**
 * `MERGE INTO posts p USING … ON … WHEN … THEN … RETURNING …`: the rows of both sides are paired and locked, each pair or
 * row finds its branch, and what the branches ask for is one update, one delete and one insert of the engine's.
 */
export function compileMerge(context: WriteContext, node: TreeNode, range: Range): CompiledPart {
  const target = writeTarget(context, node.fields.relation as TreeFields, "merge into");
  const { table } = target;
  refuseEmpty(table);
  const merge: Merge = {
    context,
    node,
    table,
    target,
    items: sourceItems(node),
    clauses: mergeClauses(context, node, range),
  };
  const rows = pairedRows(merge);
  const writes = [updates(merge, rows), deletes(merge, rows), inserts(merge, rows)].filter(
    (write) => write !== null,
  );
  return answeredMerge(merge, rows, writes);
}

/** The one source; a sub-select needs no name. */
function sourceItems(node: TreeNode): readonly FromItem[] {
  const source = unwrap(node.fields.sourceRelation);
  const isUnnamed = source?.kind === "RangeSubselect" && source.fields.alias === undefined;
  return isUnnamed ? [{ name: "$source", isScalar: false }] : fromItems([node.fields.sourceRelation]);
}

function branchesOf(merge: Merge, action: MergeBranch["action"]) {
  return merge.clauses.branches
    .map((branch, index) => ({ branch, index }))
    .filter(({ branch }) => branch.action === action);
}

/** Puts the engine's queries of one write among the others. */
function written(merge: Merge, request: WriteRequest, newKey = "$id"): CompiledWrite {
  const { context, table } = merge;
  const prefix = context.prefix();
  const compiled = compileWrite(context.catalog, table, request, prefix);
  context.ctes.push(fixed(compiled.with));
  if (compiled.isRecursive) context.state.isRecursive = true;
  if (request.kind === "insert") keepInserted(context, compiled.written);
  keepTouched(context, compiled.touched);
  if (request.kind === "update") keepPart(context, { table, source: compiled.source, set: request.set });
  if (request.kind === "delete") keepPart(context, { table, target: `${prefix}target` });
  keepRows(context, {
    table,
    command: request.kind === "insert" ? "INSERT" : request.kind === "delete" ? "DELETE" : "UPDATE",
    written: compiled.written,
    source: compiled.source,
    set: "set" in request ? request.set.map(({ name }) => name) : [],
    newKey,
    isUpsert: false,
    doomed: compiled.isRecursive ? `${prefix}doomed` : null,
  });
  return compiled;
}

/** The update: every branch gives all columns that any of them sets, its own or as they were. */
function updates(merge: Merge, rows: SortedRows): MergedWrite | null {
  const { context, table } = merge;
  const arms = branchesOf(merge, "update").map(({ branch, index }) => ({
    branch,
    index,
    assigned: branchValues(merge, branch),
  }));
  if (arms.length === 0) return null;
  const set = readableColumns(table).filter((own) =>
    arms.some(({ assigned }) => assigned.some(({ column }) => column.name === own.name)),
  );
  const name = context.name("updates");
  const selects = arms.map((arm) => updateArm(merge, rows, arm, set));
  context.ctes.push([...ours(`${quoted(name)} AS (`), ...joined(selects, "\nUNION ALL "), ...ours("\n)")]);
  const key = set.find((column) => storageOf(table, column.name).place === "id");
  const compiled = written(
    merge,
    {
      kind: "update",
      source: sql`select * from ${ident(name)}`,
      set,
      ...checkOptions(context, merge.target),
      ...insertedBeside(context),
      ...settledBeside(context, table, set),
    },
    key?.name,
  );
  return {
    action: "UPDATE",
    written: compiled.written,
    source: compiled.source,
    sourceKey: key?.name ?? "$id",
    writtenKey: "$id",
  };
}

function branchValues({ context, target }: Merge, branch: MergeBranch): readonly Assigned[] {
  const set = keywordFrom(placedTokens(context.typed, branch.body), "SET");
  const range: Range = { start: set?.end ?? branch.body.start, end: branch.body.end };
  const own = (column: Column) => ours(spokenColumn(target, column));
  return setValues(context, target, asList(branch.node.targetList), range, own);
}

function updateArm(
  merge: Merge,
  rows: SortedRows,
  arm: { readonly branch: MergeBranch; readonly index: number; readonly assigned: readonly Assigned[] },
  set: readonly Column[],
): Fragments {
  const { context, table, target } = merge;
  const before = readableColumns(table).map(({ name }) => `"$a".${quoted(`$old.${name}`)}`);
  const row = join(
    readableColumns(table).map(({ name }) => sql`"$a".${ident(`$old.${name}`)} as ${ident(name)}`),
  );
  const values = set.map((column): Fragments => {
    const own = arm.assigned.find((assigned) => assigned.column.name === column.name);
    return [...(own?.value ?? unchanged(table, column)), ...ours(` AS ${quoted(column.name)}`)];
  });
  return [
    ...ours(`SELECT ${onceOnly} AS "$id", "$a"."$n", ${before.join(", ")}, `),
    ...joined(values, ", "),
    ...ours(` FROM ${quoted(rows.acting)} AS "$a" CROSS JOIN LATERAL (SELECT `),
    ...fixed(shownRow(context, target, row, false)),
    ...ours(`) AS ${aliasText(target.relation)}`),
    ...(arm.branch.of === "pairs" ? unpacked(merge, rows, "$a") : []),
    ...arm.assigned.flatMap(({ join }) => join ?? []),
    ...ours(`\nWHERE "$a"."$when" = ${arm.index}`),
  ];
}

const onceOnly = `CASE WHEN "$a"."$times" > 1 THEN app.affected_row_twice() ELSE "$a"."$id" END`;

/** A column that another branch sets. The time of the last change is the writer's to set. */
function unchanged(table: CatalogTable, column: Column): Fragments {
  return storageOf(table, column.name).place === "updated_at"
    ? ours(`NULL::${compile(postgresType(column)).text}`)
    : ours(`"$a".${quoted(`$old.${column.name}`)}`);
}

function deletes(merge: Merge, rows: SortedRows): MergedWrite | null {
  const indexes = branchesOf(merge, "delete").map(({ index }) => index);
  if (indexes.length === 0) return null;
  const { context } = merge;
  const name = context.name("deletes");
  const before = readableColumns(merge.table).map((column) => `"$a".${quoted(`$old.${column.name}`)}`);
  context.ctes.push(
    ours(
      `${quoted(name)} AS MATERIALIZED (SELECT ${onceOnly} AS "$id", "$a"."$n", ${before.join(", ")} FROM ${quoted(rows.acting)} AS "$a" WHERE "$a"."$when" IN (${indexes.join(", ")}))`,
    ),
  );
  const where = sql`d.id = any (array(select "$id" from ${ident(name)}))`;
  const compiled = written(merge, { kind: "delete", where, ...touchedBeside(context) });
  return {
    action: "DELETE",
    written: compiled.written,
    source: name,
    sourceKey: "$id",
    writtenKey: "$id",
  };
}

function inserts(merge: Merge, rows: SortedRows): MergedWrite | null {
  const branches = branchesOf(merge, "insert");
  if (branches.length === 0) return null;
  const { query, columns, defaultFlags } = mergedInserts(merge, rows, branches);
  const select = throughQuery(merge.context, query);
  const compiled = written(merge, {
    kind: "insert",
    source: { kind: "query", select, columns, defaultFlags },
    ...checkOptions(merge.context, merge.target),
    ...insertedBeside(merge.context),
  });
  return {
    action: "INSERT",
    written: compiled.written,
    source: compiled.input ?? compiled.source,
    sourceKey: "$ordinal",
    writtenKey: "$ordinal",
  };
}
