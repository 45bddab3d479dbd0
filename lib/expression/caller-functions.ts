import { asList, childrenOf, locationOf, names, type TreeNode, unwrap } from "./tree.ts";

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

/** Whether a `FuncCall` is `auth.uid()` or one of its like, or asks for what PostgREST lays down of a request. */
export function isCallerFunction(node: TreeNode): boolean {
  return (authCall(node) !== null && node.fields.args === undefined) || requestSetting(node) !== null;
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
  return authCall(node) ?? requestSetting(node);
}

const oneClaim = /^request\.jwt\.claim\.(\w{1,60})$/;
const oneHeader = /^request\.header\.([\w-]{1,100})$/;

/** Settings of the request itself; `requestSetting` says what is laid down in them. */
const requestSettings: ReadonlySet<string> = new Set([
  "request.headers",
  "request.cookies",
  "request.method",
  "request.path",
]);

/** What a statement that asks for the request reads it by. */
export const requestReader = "app.request_setting(";

/**
 * `current_setting('request.jwt.claims', true)` and what else PostgREST lays down of a request, or one claim's or header's
 * own setting, as older policies have it.
 */
function requestSetting(node: TreeNode): string | null {
  const path = names(node.fields.funcname);
  const isSetting = path.at(-1) === "current_setting" && (path.length === 1 || path[0] === "pg_catalog");
  const [setting, mayLack, ...more] = asList(node.fields.args).map(unwrap);
  if (!isSetting || more.length > 0 || (mayLack !== undefined && mayLack?.kind !== "A_Const")) return null;
  const name = setting?.kind === "A_Const" ? textOf(setting) : null;
  if (name === "request.jwt.claims") return "(select app.jwt()::text as current_setting)";
  if (requestSettings.has(name ?? "")) return `(select ${requestReader}'${name}') as current_setting)`;
  const claim = oneClaim.exec(name ?? "")?.[1];
  if (claim !== undefined) return `(select app.jwt() ->> '${claim}' as current_setting)`;
  const header = oneHeader.exec(name ?? "")?.[1]?.toLowerCase();
  return header === undefined
    ? null
    : `(select ${requestReader}'request.headers')::jsonb ->> '${header}' as current_setting)`;
}

function textOf({ fields }: TreeNode): string | null {
  const { sval } = (fields.sval ?? {}) as { sval?: unknown };
  return typeof sval === "string" ? sval : typeof fields.sval === "string" ? fields.sval : null;
}

function authCall(node: TreeNode): string | null {
  const [schema, name, ...more] = names(node.fields.funcname);
  return schema === "auth" && more.length === 0 ? (callerFunctions.get(name ?? "") ?? null) : null;
}
