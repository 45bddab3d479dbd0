import { asList, type TreeNode, unwrap } from "../../expression/tree.ts";

/** Whether a SELECT is of one expression and has nothing else, so that this stays one wherever it is put between parentheses. */
export function isOneExpression(tree: TreeNode): boolean {
  const { targetList, limitOption: _, op: __, ...clauses } = tree.fields;
  const target = unwrap(asList(targetList)[0]);
  return (
    asList(targetList).length === 1 &&
    target?.kind === "ResTarget" &&
    target.fields.name === undefined &&
    Object.values(clauses).every((clause) => clause === undefined || clause === false)
  );
}
