import { functionName } from "../catalog/function-schema.ts";
import { guardAttributes, guardFunctionCall, guardValueFunction } from "./guard-functions.ts";
import {
  guardCollation,
  guardColumnQualifier,
  guardOperator,
  guardRelation,
  guardSample,
} from "./guard-names.ts";
import { guardCommonTable, guardInto, guardLocks, guardStatement, isWrite } from "./guard-statements.ts";
import { guardTypeName } from "./guard-types.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { sequenceCall } from "./sequence-calls.ts";
import {
  asList,
  childrenOf,
  locationOf,
  names,
  pushReversed,
  type TreeFields,
  type TreeNode,
  unwrap,
} from "./tree.ts";

type Check = (node: TreeNode) => Refusal | null;

/** What is looked at beyond the kind of a node and the names of its fields. */
const checks = new Map<string, Check>([
  ["SelectStmt", guardInto],
  ["RangeVar", guardRelation],
  ["ColumnRef", (node) => guardColumnQualifier(node) ?? guardAttributes(node)],
  ["A_Indirection", guardAttributes],
  ["FuncCall", guardFunctionCall],
  ["SQLValueFunction", guardValueFunction],
  ["TypeName", guardTypeName],
  ["CollateClause", guardCollation],
  ["RangeTableSample", guardSample],
  ["A_Expr", (node) => guardOperator(node, "name")],
  ["SubLink", (node) => guardOperator(node, "operName")],
  ["SortBy", (node) => guardOperator(node, "useOp")],
]);

/**
 * Says why a typed statement must not run, or null when every part of it is on the allow-lists.
 * Pure and fail-closed; the first line of four (grants, row security and limits stand behind it).
 *
 * @param statement the `stmt` of one raw statement.
 */
export function guardQuery(statement: TreeNode, own: OwnNames = none): Refusal | null {
  return guardStatement(statement) ?? guardTree(statement, undefined, own);
}

/** What a database has of its own, which the compiler replaces by what it stands for. */
export interface OwnNames {
  /** Functions. */
  readonly functions?: ReadonlySet<string>;
  /** Enum types. */
  readonly types?: ReadonlySet<string>;
  /** `nextval('x')` and its like. */
  readonly sequences?: true;
}

const none: OwnNames = {};

/**
 * The same for a statement that may also write: INSERT, UPDATE, DELETE and MERGE, at the top or directly in the top's WITH list,
 * and row locks.
 *
 */
export function guardWrite(statement: TreeNode, own: OwnNames = none): Refusal | null {
  if (statement.kind !== "SelectStmt" && !isWrite(statement)) return guardStatement(statement);
  const { ctes } = (statement.fields.withClause ?? {}) as { ctes?: unknown };
  const queries = asList(ctes).map((item) => unwrap(unwrap(item)?.fields.ctequery)?.fields);
  return guardTree(statement, new Set([statement.fields, ...queries]), own);
}

/** An expression of a definition: a check, a default, a condition of a rule. */
export function guardExpression(expression: TreeNode, own: OwnNames = none): Refusal | null {
  return guardTree(expression, undefined, own);
}

/**
 * Every node below one, against the allow-lists.
 *
 * @param writable the statements that may be writes, and lock rows; absent: none may.
 */
function guardTree(
  root: TreeNode,
  writable?: ReadonlySet<TreeFields | undefined>,
  own: OwnNames = none,
): Refusal | null {
  // A work list instead of recursion: no depth of nesting can exhaust the stack.
  const pending: TreeNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const counting = own.sequences === true ? sequenceCall(node) : null;
    if (counting !== null) {
      // The name of the sequence and its cast to regclass are the compiler's to replace.
      pending.push(...counting.others.toReversed());
      continue;
    }
    const isOwn =
      (node.kind === "FuncCall" && (callsOwn(node, own) || listsOwnType(node, own))) ||
      (node.kind === "TypeName" && isOwnType(node.fields, own));
    const refusal = (isOwn ? undefined : checks.get(node.kind)?.(node)) ?? guardAccess(node, writable);
    if (refusal !== null) return refusal;
    const children = childrenOf(node);
    if (!children.ok) return unsupported(node, children.field);
    // Backwards, so that of two problems the one that is written first is told.
    pushReversed(pending, children.nodes);
  }
  return null;
}

/** `f(…)`, `public.f(…)` or `private.f(…)`, plainly: what a stored SELECT can stand for. */
function callsOwn({ fields }: TreeNode, { functions }: OwnNames): boolean {
  if (functions === undefined || functions.size === 0) return false;
  const path = names(fields.funcname);
  const isPlain = ["agg_order", "agg_filter", "over", "agg_star", "agg_distinct", "agg_within_group"].every(
    (field) => fields[field] === undefined,
  );
  return isPlain && functions.has(functionName(path));
}

/** `mood` or `public.mood`; an array of it is one of texts. */
function isOwnType(fields: TreeFields, { types }: OwnNames): boolean {
  if (types === undefined || types.size === 0 || fields.setof === true || fields.pct_type === true)
    return false;
  const path = names(fields.names);
  const isNamed = path.length === 1 || (path.length === 2 && path[0] === "public");
  return isNamed && types.has(path.at(-1) ?? "");
}

/** `enum_range(null::mood)` and its like, which the compiler replaces by the values. */
function listsOwnType({ fields }: TreeNode, { types }: OwnNames): boolean {
  const path = names(fields.funcname);
  return types !== undefined && path.length === 1 && /^enum_(?:range|first|last)$/.test(path[0] ?? "");
}

function guardAccess(
  node: TreeNode,
  writable: ReadonlySet<TreeFields | undefined> | undefined,
): Refusal | null {
  if (node.kind === "CommonTableExpr" && writable === undefined) return guardCommonTable(node);
  if (node.kind === "SelectStmt" && writable === undefined) return guardLocks(node);
  if (!isWrite(node) || writable?.has(node.fields)) return null;
  return refuse(
    "featureNotSupported",
    "WITH clause containing a data-modifying statement must be at the top level",
    {
      location: locationOf(node),
    },
  );
}

const kindNames = new Map([
  ["XmlExpr", "XML"],
  ["XmlSerialize", "XML"],
  ["RangeTableFunc", "XMLTABLE"],
  ["CurrentOfExpr", "WHERE CURRENT OF"],
]);

function unsupported(node: TreeNode, field: string | null): Refusal {
  const what = kindNames.get(node.kind) ?? (field === null ? node.kind : `${node.kind}.${field}`);
  return refuse("featureNotSupported", `${what} is not supported in typed SQL.`, {
    location: locationOf(node),
  });
}
