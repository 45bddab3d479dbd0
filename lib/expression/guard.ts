import { guardAttributes, guardFunctionCall, guardValueFunction } from "./guard-functions.ts";
import { guardCollation, guardColumnQualifier, guardOperator, guardRelation } from "./guard-names.ts";
import { guardCommonTable, guardSelect, guardStatement } from "./guard-statements.ts";
import { guardTypeName } from "./guard-types.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { childrenOf, locationOf, type TreeNode } from "./tree.ts";

type Check = (node: TreeNode) => Refusal | null;

/** What is looked at beyond the kind of a node and the names of its fields. */
const checks = new Map<string, Check>([
  ["SelectStmt", guardSelect],
  ["CommonTableExpr", guardCommonTable],
  ["RangeVar", guardRelation],
  ["ColumnRef", (node) => guardColumnQualifier(node) ?? guardAttributes(node)],
  ["A_Indirection", guardAttributes],
  ["FuncCall", guardFunctionCall],
  ["SQLValueFunction", guardValueFunction],
  ["TypeName", guardTypeName],
  ["CollateClause", guardCollation],
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
export function guardQuery(statement: TreeNode): Refusal | null {
  return guardStatement(statement) ?? guardTree(statement);
}

/** Every node below one, against the allow-lists. */
function guardTree(root: TreeNode): Refusal | null {
  // A work list instead of recursion: no depth of nesting can exhaust the stack.
  const pending: TreeNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const refusal = checks.get(node.kind)?.(node) ?? null;
    if (refusal !== null) return refusal;
    const children = childrenOf(node);
    if (!children.ok) return unsupported(node, children.field);
    // Reversed, so that of two problems the one that is written first is told.
    pending.push(...children.nodes.toReversed());
  }
  return null;
}

const kindNames = new Map([
  ["XmlExpr", "XML"],
  ["XmlSerialize", "XML"],
  ["RangeTableFunc", "XMLTABLE"],
  ["RangeTableSample", "TABLESAMPLE"],
  ["CurrentOfExpr", "WHERE CURRENT OF"],
  ["MergeSupportFunc", "MERGE_ACTION"],
]);

function unsupported(node: TreeNode, field: string | null): Refusal {
  const what = kindNames.get(node.kind) ?? (field === null ? node.kind : `${node.kind}.${field}`);
  return refuse("featureNotSupported", `${what} is not supported in typed SQL.`, {
    location: locationOf(node),
  });
}
