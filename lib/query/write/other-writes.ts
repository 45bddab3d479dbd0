import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { referencesOf } from "../../engine/reference-slots.ts";
import type { StatementWrite } from "../../engine/write/settlement.ts";
import { allNodes, asList, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";

/** One of the writes of a statement, compiled: what the others have to know of it. */
export interface DoneWrite {
  readonly table: CatalogTable;
  /** The WITH query that it is; null: the statement's body. */
  readonly name: string | null;
  /** Names of queries of rows that it inserts. */
  readonly inserted: string[];
  /** Whether these rows are known only when they are stored: ON CONFLICT. */
  isKnownLate: boolean;
  /** Names of queries of stored rows that it changes or deletes. */
  readonly touched: string[];
  /** Its deletes and updates. */
  readonly parts: StatementWrite[];
}

/** What a write is told of those that a statement does beside it: all happen at once, and are checked at the end. */
export interface OtherWrites {
  /** By the table's id: queries of rows that come to be later in the text, and may be referred to. */
  readonly inserted: ReadonlyMap<string, readonly string[]>;
  /** Queries of stored rows that others change or delete. */
  readonly touched: readonly string[];
}

/** Whether several parts of a statement write: those of a MERGE do. */
export function hasSeveralWrites(tree: TreeNode): boolean {
  const kinds = allNodes(tree).map(({ kind }) => kind);
  return (
    kinds.includes("MergeStmt") ||
    kinds.filter((kind) => /^(Insert|Update|Delete)Stmt$/.test(kind)).length > 1
  );
}

/**
 * What each write of a statement is told of the others.
 *
 * A write may read a query that stands behind it as long as that one does not come back to it: WITH RECURSIVE brings
 * queries into their order, but takes no circles. What a plain insert stores is known before it is stored, so that the rows
 * of two of them may refer to each other.
 */
export function otherWrites(
  catalog: Catalog,
  tree: TreeNode,
  writes: readonly DoneWrite[],
): readonly OtherWrites[] {
  const read = textNeeds(tree, writes);
  const told = writes.map(() => new Set<number>());
  const refersTo = (own: DoneWrite, other: DoneWrite) =>
    other.inserted.length > 0 &&
    referencesOf(catalog, own.table).some(({ target }) => target.id === other.table.id);
  for (const [index, own] of writes.entries())
    for (const [before, other] of writes.slice(0, index).entries())
      if (refersTo(own, other)) told[index]?.add(before);
  return writes.map((own, index): OtherWrites => {
    const inserted = new Map<string, readonly string[]>();
    for (const [later, other] of writes.entries()) {
      if (later <= index || !refersTo(own, other)) continue;
      if (waitsFor({ writes, read, told }, later, index)) continue;
      told[index]?.add(later);
      inserted.set(other.table.id, [...(inserted.get(other.table.id) ?? []), ...other.inserted]);
    }
    return { inserted, touched: writes.flatMap((other) => (other === own ? [] : other.touched)) };
  });
}

/** By each write's index those that its text reads, directly or through other WITH queries. */
function textNeeds(tree: TreeNode, writes: readonly DoneWrite[]): readonly Set<number>[] {
  const { withClause, ...body } = tree.fields;
  const queries = asList((withClause as TreeFields | undefined)?.ctes).flatMap((item) => unwrap(item) ?? []);
  const read = new Map<string | null, readonly string[]>([
    [null, relationNames({ kind: tree.kind, fields: body })],
    ...queries.map((query): [string, readonly string[]] => [
      String(query.fields.ctename),
      relationNames(query),
    ]),
  ]);
  return writes.map(({ name }) => {
    const found = new Set<string>();
    const pending = [...(read.get(name) ?? [])];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      pending.push(...(read.get(next) ?? []));
    }
    return new Set(
      writes.flatMap((other, index) => (other.name !== null && found.has(other.name) ? [index] : [])),
    );
  });
}

function relationNames(node: TreeNode): readonly string[] {
  return allNodes(node)
    .filter(({ kind, fields }) => kind === "RangeVar" && fields.schemaname === undefined)
    .map(({ fields }) => String(fields.relname));
}

interface Dependencies {
  readonly writes: readonly DoneWrite[];
  /** By a write's index those that its text reads. */
  readonly read: readonly ReadonlySet<number>[];
  /** Those whose new rows it may refer to. */
  readonly told: readonly ReadonlySet<number>[];
}

/** Whether the rows that one write inserts are known only when another has stored its own. */
function waitsFor({ writes, read, told }: Dependencies, inserting: number, storing: number): boolean {
  const seen = new Set<string>();
  const pending: { readonly index: number; readonly isStored: boolean }[] = [
    { index: inserting, isStored: writes[inserting]?.isKnownLate === true },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { index, isStored } = next;
    if (isStored && index === storing) return true;
    const key = `${index} ${isStored}`;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const other of read[index] ?? [])
      pending.push({ index: other, isStored: isAnsweredLate(writes[other]) });
    if (isStored)
      for (const other of told[index] ?? [])
        pending.push({ index: other, isStored: writes[other]?.isKnownLate === true });
  }
  return false;
}

/** Whether a write answers only what it has stored. */
function isAnsweredLate(write: DoneWrite | undefined): boolean {
  return write !== undefined && (write.isKnownLate || write.touched.length > 0);
}
