import { asList, leftmostLocation, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";
import { fromItem } from "./from-items.ts";
import { isLabels, type KnownType, spelled, textTypes } from "./known-type.ts";
import { joined, targetColumns, withQueries } from "./queries.ts";
import { adopt, type Reading } from "./reading.ts";
import { type Columns, relationColumns, type Scope, scopeWithin } from "./scope.ts";

/** An INSERT, UPDATE, DELETE or MERGE: the columns that its RETURNING gives. */
export function readWrite(reading: Reading, node: TreeNode, given: Scope["queries"]): Columns {
  const { fields } = node;
  const queries = withQueries(reading, fields.withClause, null, given);
  const scope = scopeWithin(reading.outermost, queries);
  const target = fields.relation as TreeFields;
  const columns = relationColumns(reading.catalog, String(target.relname));
  const alias = (target.alias as { aliasname?: string } | undefined)?.aliasname ?? String(target.relname);
  const row = String(target.relname);
  scope.sources.push({ alias, columns, row });
  scope.star = columns;
  switch (node.kind) {
    case "InsertStmt":
      readInsert(reading, fields, scope, columns);
      break;
    case "MergeStmt":
      readMerge(reading, fields, scope, columns);
      break;
    default:
      for (const item of [...asList(fields.fromClause), ...asList(fields.usingClause)].map(unwrap))
        scope.star = joined(scope.star, fromItem(reading, item, scope));
      readSet(reading, fields.targetList, scope, columns);
      reading.typeOf(unwrap(fields.whereClause), scope);
  }
  return returned(reading, fields.returningClause, scope, columns);
}

function returned(reading: Reading, clause: unknown, scope: Scope, columns: Columns): Columns {
  const exprs = asList((clause as { exprs?: unknown } | undefined)?.exprs).map(unwrap);
  const [target] = scope.sources;
  const row = target?.row === undefined ? {} : { row: target.row };
  const options = asList((clause as { options?: unknown } | undefined)?.options).map(unwrap);
  const renamedAs = options.flatMap((option) => (option === null ? [] : String(option.fields.value)));
  for (const alias of ["old", "new", ...renamedAs]) scope.sources.push({ alias, columns, ...row });
  return exprs.map((target) => targetColumns(reading, target, scope)).reduce<Columns>(joined, []);
}

function readInsert(reading: Reading, fields: TreeFields, scope: Scope, columns: Columns): void {
  const named = asList(fields.cols).map(unwrap);
  const targets =
    named.length === 0
      ? (columns?.map(({ type }) => type) ?? [])
      : named.map((column) => assignedType(columns, column));
  const names =
    named.length === 0 ? columns?.map(({ name }) => name) : named.map((item) => String(item?.fields.name));
  const source = unwrap(fields.selectStmt);
  const around = scopeWithin(reading.outermost, scope.queries);
  const check = (node: TreeNode | null, type: KnownType, index: number) =>
    assign(reading, node, type, { name: names?.[index] ?? "", type: targets[index] ?? null });
  if (source?.fields.valuesLists !== undefined) {
    for (const list of asList(source.fields.valuesLists).map(unwrap))
      for (const [index, item] of asList(list?.fields.items).map(unwrap).entries())
        check(item, reading.typeOf(item, around), index);
  } else if (source !== null) {
    const given = reading.query(source.fields, null, scope.queries);
    const values = asList(source.fields.targetList).map((item) => unwrap(unwrap(item)?.fields.val));
    const isListed = values.length === given?.length;
    for (const [index, { type }] of (given ?? []).entries())
      check(isListed ? (values[index] ?? null) : null, type, index);
  }
  const conflict = fields.onConflictClause as TreeFields | undefined;
  if (conflict === undefined) return;
  const within: Scope = { ...scope, sources: [...scope.sources, { alias: "excluded", columns }] };
  readSet(reading, conflict.targetList, within, columns);
  reading.typeOf(unwrap(conflict.whereClause), within);
}

function readMerge(reading: Reading, fields: TreeFields, scope: Scope, columns: Columns): void {
  scope.star = joined(scope.star, fromItem(reading, unwrap(fields.sourceRelation), scope));
  reading.typeOf(unwrap(fields.joinCondition), scope);
  for (const when of asList(fields.mergeWhenClauses).map(unwrap)) {
    reading.typeOf(unwrap(when?.fields.condition), scope);
    if (when?.fields.commandType !== "CMD_INSERT") {
      readSet(reading, when?.fields.targetList, scope, columns);
      continue;
    }
    const named = asList(when.fields.targetList).map(unwrap);
    for (const [index, item] of asList(when.fields.values).map(unwrap).entries()) {
      const name = named.length === 0 ? (columns?.[index]?.name ?? "") : String(named[index]?.fields.name);
      const type =
        named.length === 0 ? (columns?.[index]?.type ?? null) : assignedType(columns, named[index] ?? null);
      assign(reading, item, reading.typeOf(item, scope), { name, type });
    }
  }
}

/** `SET a = x, (b, c) = (y, z)` */
function readSet(reading: Reading, list: unknown, scope: Scope, columns: Columns): void {
  for (const target of asList(list).map(unwrap)) {
    const value = unwrap(target?.fields.val);
    if (value?.kind !== "MultiAssignRef") {
      const type = assignedType(columns, target);
      assign(reading, value, reading.typeOf(value, scope), { name: String(target?.fields.name), type });
      continue;
    }
    const { source, colno } = value.fields as { source?: unknown; colno?: number };
    const row = unwrap(source);
    if (row?.kind === "RowExpr") {
      const item = unwrap(asList(row.fields.args)[(colno ?? 1) - 1]);
      const type = assignedType(columns, target);
      assign(reading, item, reading.typeOf(item, scope), { name: String(target?.fields.name), type });
    } else if (colno === 1) reading.typeOf(row, scope);
  }
}

/** The type of the column that a target names; null where only a part of it is set. */
function assignedType(columns: Columns, target: TreeNode | null): KnownType {
  if (target === null || asList(target.fields.indirection).length > 0) return null;
  return columns?.find(({ name }) => name === target.fields.name)?.type ?? null;
}

interface Assigned {
  readonly name: string;
  readonly type: KnownType;
}

/** @throws {Refused} 42804 for a value that is no label, and where one is no value. */
function assign(reading: Reading, node: TreeNode | null, given: KnownType, { name, type }: Assigned): void {
  if (type === null || given === null) return;
  if (isLabels(type) && given === "unknown") {
    adopt(reading, node, type);
    return;
  }
  const isFitting = isLabels(type)
    ? isLabels(given) && given.of.name === type.of.name
    : !isLabels(given) || given.isList || textTypes.has(type.replace(/\(.*\)/, ""));
  if (isFitting) return;
  throw new Refused(
    "datatypeMismatch",
    `column "${name}" is of type ${spelled(type)} but expression is of type ${spelled(given)}`,
    {
      location: node === null ? null : leftmostLocation(node),
      hint: "You will need to rewrite or cast the expression.",
    },
  );
}
