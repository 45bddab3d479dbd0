import { fieldsOf } from "./node-kinds.ts";

/** A node of Postgres's raw parse tree, as libpg-query prints it: the fields of one kind, empty ones left out. */
export type TreeFields = { readonly [field: string]: unknown };

/** A node together with its kind. */
export interface TreeNode {
  readonly kind: string;
  readonly fields: TreeFields;
}

/** The children of a node, or what stands in the way of looking at them. */
export type Children =
  | { readonly ok: true; readonly nodes: readonly TreeNode[] }
  | { readonly ok: false; readonly kind: string; readonly field: string | null };

/**
 * The nodes directly below one, in the text's order as far as the parser keeps it.
 * Fails closed: a kind or a filled field that `node-kinds.ts` does not list is an answer of its own, never skipped.
 */
export function childrenOf(node: TreeNode): Children {
  const shapes = fieldsOf(node.kind);
  if (shapes === undefined) return { ok: false, kind: node.kind, field: null };
  const nodes: TreeNode[] = [];
  // Not Object.entries: these walks see every node of large statements, several times.
  for (const field in node.fields) {
    const value = node.fields[field];
    const shape = shapes.get(field);
    if (shape === undefined) return { ok: false, kind: node.kind, field };
    if (shape === "plain") continue;
    if (shape === "nodes") unwrapInto(nodes, value);
    else if (isFields(value)) nodes.push({ kind: shape, fields: value });
    else return { ok: false, kind: node.kind, field };
  }
  return { ok: true, nodes };
}

/** A wrapped node, `{Kind: {…}}`; null for anything else. */
export function unwrap(value: unknown): TreeNode | null {
  if (!isFields(value)) return null;
  let kind: string | null = null;
  for (const key in value) {
    if (kind !== null) return null;
    kind = key;
  }
  const fields = kind === null ? undefined : value[kind];
  return kind !== null && isFields(fields) ? { kind, fields } : null;
}

/** The texts of a list of `String` nodes (a qualified name, the fields of a column reference); a `*` ends it. */
export function names(list: unknown): readonly string[] {
  const texts: string[] = [];
  for (const item of asList(list)) {
    const node = unwrap(item);
    if (node?.kind !== "String") break;
    texts.push(typeof node.fields.sval === "string" ? node.fields.sval : "");
  }
  return texts;
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Puts items on a stack, the first of them on top. Neither a copy nor arguments: large statements have lists of thousands. */
export function pushReversed<Item>(stack: Item[], items: readonly Item[]): void {
  for (let index = items.length - 1; index >= 0; index--) stack.push(items[index] as Item);
}

/** Nodes and all below them, in no order. What cannot be read has nothing below it here: the guard refuses it. */
export function allNodes(roots: TreeNode | readonly TreeNode[]): readonly TreeNode[] {
  const found: TreeNode[] = [];
  const pending = [roots].flat();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    found.push(node);
    const below = childrenOf(node);
    if (below.ok) pending.push(...below.nodes);
  }
  return found;
}

/** The byte offset of a node's first mark in the text: its own, else the first one below it. */
export function locationOf(node: TreeNode): number | null {
  const queue: TreeNode[] = [node];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const own = ownLocation(next);
    if (own !== null) return own;
    const below = childrenOf(next);
    if (below.ok) queue.push(...below.nodes);
  }
  return null;
}

/** The byte offset where a node begins: the leftmost mark in it (of `a + b` the node's own mark is at the plus). */
export function leftmostLocation(node: TreeNode): number | null {
  const pending: TreeNode[] = [node];
  let leftmost: number | null = null;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const own = ownLocation(next);
    if (own !== null) leftmost = Math.min(own, leftmost ?? own);
    const below = childrenOf(next);
    if (below.ok) pending.push(...below.nodes);
  }
  return leftmost;
}

function ownLocation(node: TreeNode): number | null {
  const own = node.fields.location;
  if (typeof own === "number") return own < 0 ? null : own;
  // A mark at offset 0 is left out like every zero.
  return fieldsOf(node.kind)?.has("location") === true ? 0 : null;
}

function unwrapInto(nodes: TreeNode[], value: unknown): void {
  if (Array.isArray(value)) for (const item of value) pushUnwrapped(nodes, item);
  else pushUnwrapped(nodes, value);
}

function pushUnwrapped(nodes: TreeNode[], item: unknown): void {
  const node = unwrap(item);
  if (node !== null) nodes.push(node);
  // `{}` is a null in a list (plain DISTINCT is a list of one); anything else would be skipped unseen.
  else if (!(isFields(item) && Object.keys(item).length === 0)) nodes.push({ kind: "unknown", fields: {} });
}

function isFields(value: unknown): value is TreeFields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
