import { childrenOf, locationOf, names, type TreeNode } from "./tree.ts";

/**
 * What a condition may ask of the caller, and what it runs as. Sub-selects, so that the signed context is verified once
 * a statement and not once a row; an index condition may hold them too. Named, since an output column is called after
 * the function.
 */
const callerFunctions: ReadonlyMap<string, string> = new Map([
  ["uid", "(select app.end_user_id() as uid)"],
  ["jwt", "(select app.jwt() as jwt)"],
  ["role", "(select app.api_role() as role)"],
  ["email", "(select app.jwt() ->> 'email' as email)"],
]);

/** Whether a `FuncCall` is `auth.uid()` or one of its like. */
export function isCallerFunction(node: TreeNode): boolean {
  return runsAs(node) !== null && node.fields.args === undefined;
}

/** The calls in a guarded tree: the byte offset at which each begins, and what it runs as. */
export function callerCalls(root: TreeNode): readonly { readonly offset: number; readonly runsAs: string }[] {
  const found: { offset: number; runsAs: string }[] = [];
  const pending: TreeNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const text = node.kind === "FuncCall" ? runsAs(node) : null;
    if (text !== null) found.push({ offset: locationOf(node) ?? 0, runsAs: text });
    const below = childrenOf(node);
    if (below.ok) pending.push(...below.nodes);
  }
  return found;
}

function runsAs(node: TreeNode): string | null {
  const [schema, name, ...more] = names(node.fields.funcname);
  return schema === "auth" && more.length === 0 ? (callerFunctions.get(name ?? "") ?? null) : null;
}
