import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { referencesOf } from "../../engine/reference-slots.ts";
import { allNodes, asList, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";

/** One of the writes of a statement, compiled: what the others have to know of it. */
export interface DoneWrite {
  readonly table: CatalogTable;
  /** The WITH query that it is; null: the statement's body. */
  readonly name: string | null;
  /** Names of queries of rows that it inserts. */
  readonly inserted: string[];
  /** Names of queries of stored rows that it changes or deletes. */
  readonly touched: string[];
}

/** What a write is told of those that a statement does beside it: all happen at once, and are checked at the end. */
export interface OtherWrites {
  /** By the table's id: queries of rows that come to be later in the text, and may be referred to. */
  readonly inserted: ReadonlyMap<string, readonly string[]>;
  /** Queries of stored rows that others change or delete. */
  readonly touched: readonly string[];
}

/** Whether several parts of a statement write. */
export function hasSeveralWrites(tree: TreeNode): boolean {
  return allNodes(tree).filter(({ kind }) => /^(Insert|Update|Delete|Merge)Stmt$/.test(kind)).length > 1;
}

/**
 * What each write of a statement is told of the others; null where none has to know anything.
 *
 * A write may read a query that stands behind it as long as that one does not come back to it: WITH RECURSIVE brings
 * queries into their order, but takes no circles.
 */
export function otherWrites(
  catalog: Catalog,
  tree: TreeNode,
  writes: readonly DoneWrite[],
): readonly OtherWrites[] | null {
  const needs = textNeeds(tree, writes);
  const refersTo = (own: DoneWrite, other: DoneWrite) =>
    other.inserted.length > 0 &&
    referencesOf(catalog, own.table).some(({ target }) => target.id === other.table.id);
  for (const [index, own] of writes.entries())
    for (const [before, other] of writes.slice(0, index).entries())
      if (refersTo(own, other)) needs[index]?.add(before);
  const others = writes.map((own, index): OtherWrites => {
    const inserted = new Map<string, readonly string[]>();
    for (const [later, other] of writes.entries()) {
      if (later <= index || !refersTo(own, other) || reaches(needs, later, index)) continue;
      needs[index]?.add(later);
      inserted.set(other.table.id, [...(inserted.get(other.table.id) ?? []), ...other.inserted]);
    }
    return { inserted, touched: writes.flatMap((other) => (other === own ? [] : other.touched)) };
  });
  const isTold = others.some(({ inserted, touched }) => inserted.size > 0 || touched.length > 0);
  return isTold ? others : null;
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

function reaches(needs: readonly ReadonlySet<number>[], from: number, to: number): boolean {
  const seen = new Set<number>();
  const pending = [from];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next === to) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    pending.push(...(needs[next] ?? []));
  }
  return false;
}
