import { asList, names, type TreeNode, unwrap } from "./tree.ts";

/** A call of `nextval('posts_id_seq')` or one of its like, as far as its sequence is named outright. */
export interface SequenceCall {
  readonly call: "nextval" | "currval" | "setval" | "lastval" | "pg_get_serial_sequence";
  /** How the sequence is named. Absent: by none (`lastval()`). */
  readonly named?: SequenceName;
  /** Its arguments behind the sequence's name. */
  readonly others: readonly TreeNode[];
}

export type SequenceName =
  | { readonly name: string }
  /** `pg_get_serial_sequence('posts', 'id')` */
  | { readonly table: string; readonly column: string };

const calls: ReadonlySet<string> = new Set([
  "nextval",
  "currval",
  "setval",
  "lastval",
  "pg_get_serial_sequence",
]);

/** Null: another function, or a sequence whose name is computed. */
export function sequenceCall({ kind, fields }: TreeNode): SequenceCall | null {
  if (kind !== "FuncCall") return null;
  const path = names(fields.funcname);
  const call = path.at(-1) ?? "";
  const isBuiltin = path.length === 1 || (path.length === 2 && path[0] === "pg_catalog");
  if (!isBuiltin || !calls.has(call)) return null;
  const args = asList(fields.args).flatMap((item) => unwrap(item) ?? []);
  // The cast: one of the very set.
  const own = call as SequenceCall["call"];
  if (own === "lastval") return args.length === 0 ? { call: own, others: [] } : null;
  const [first, ...others] = args;
  if (own === "pg_get_serial_sequence") {
    const named = serialName(args);
    return named === null ? null : { call: own, named, others: [] };
  }
  const named = first === undefined ? null : sequenceName(first);
  return named === null ? null : { call: own, named, others };
}

/** Whether a tree, at whatever depth, takes or sets numbers of sequences. */
export function isSequenceName(name: string): boolean {
  return calls.has(name);
}

function sequenceName(node: TreeNode): SequenceName | null {
  const value = withoutCasts(node);
  const text = textOf(value);
  if (text !== null) {
    const name = objectName(text);
    return name === null ? null : { name };
  }
  const path = value?.kind === "FuncCall" ? names(value.fields.funcname) : [];
  if (value === null || path.at(-1) !== "pg_get_serial_sequence") return null;
  return serialName(asList(value.fields.args).flatMap((item) => unwrap(item) ?? []));
}

function serialName(args: readonly TreeNode[]): SequenceName | null {
  const [table, column, ...more] = args.map((argument) => textOf(withoutCasts(argument)));
  const name = table == null ? null : objectName(table);
  return name === null || column == null || more.length > 0 ? null : { table: name, column };
}

/** `'x'::regclass`, `'x'::text::regclass` */
function withoutCasts(node: TreeNode): TreeNode | null {
  let value: TreeNode | null = node;
  while (value?.kind === "TypeCast") {
    const type = names((value.fields.typeName as TreeNode["fields"] | undefined)?.names).at(-1) ?? "";
    if (!/^(?:regclass|text|varchar|name)$/.test(type)) return null;
    value = unwrap(value.fields.arg);
  }
  return value;
}

function textOf(node: TreeNode | null): string | null {
  const { sval } = (node?.kind === "A_Const" ? node.fields : {}) as { sval?: { sval?: string } };
  return sval?.sval ?? null;
}

/** `public."Posts_id_seq"`, as regclass reads it; null: of another schema. */
function objectName(text: string): string | null {
  const parts = [...text.matchAll(/"((?:[^"]|"")*)"|([^".\s]+)/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare?.toLowerCase() ?? "",
  );
  const [name, schema, ...more] = parts.toReversed();
  return name === undefined || more.length > 0 || (schema !== undefined && schema !== "public") ? null : name;
}
