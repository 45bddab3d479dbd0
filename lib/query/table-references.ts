import type { Catalog } from "../catalog/types.ts";
import { nearestHint, type Refusal, refuse } from "../expression/refusal.ts";
import { asList, childrenOf, locationOf, names, type TreeNode, unwrap } from "../expression/tree.ts";

/** What a query reads, found by SQL's own scoping rules. */
export interface TableReferences {
  /** Names of the catalog's tables, in the order of their first mention. */
  readonly tables: readonly string[];
  /** Byte offsets where `public.` is written in front of a table or of a table's column. */
  readonly qualifiers: readonly number[];
  readonly grouped: readonly GroupedQuery[];
  /** Every `n` of a `$n`. */
  readonly parameters: ReadonlySet<number>;
  /** Names of columns that some ORDER BY begins with. */
  readonly sortedBy: ReadonlySet<string>;
  readonly samples: readonly TreeNode[];
  /** Where a table is read; what a write is done to is not among them. */
  readonly reads: readonly TableRead[];
}

/** A table of the catalog, or a view, in FROM. */
export interface TableRead {
  readonly name: string;
  /** Byte offset of its name, or of the qualifier in front of it. */
  readonly location: number;
  readonly isQualified: boolean;
  readonly hasAlias: boolean;
}

export type ResolvedReferences =
  | { readonly ok: true; readonly references: TableReferences }
  | { readonly ok: false; readonly refusal: Refusal };

/** A query with GROUP BY, and what its FROM can see. */
export interface GroupedQuery {
  readonly node: TreeNode;
  readonly scope: Scope;
}

/** The names of WITH queries that a place in the statement can see. */
export type Scope = Pick<ReadonlySet<string>, "has">;

/**
 * Tells a query's tables from its WITH queries. A WITH query hides a table of its name: after it and in the statement's
 * body, and with RECURSIVE in every query of the list, itself included.
 *
 * @param statement a guarded query.
 */
export function resolveTables(catalog: Catalog, statement: TreeNode): ResolvedReferences {
  const known = new Set([
    ...catalog.tables.map((table) => table.definition.name),
    ...(catalog.views ?? []).map(({ name }) => name),
  ]);
  const tables = new Set<string>();
  const qualifiers: number[] = [];
  const grouped: GroupedQuery[] = [];
  const parameters = new Set<number>();
  const sortedBy = new Set<string>();
  const reads: TableRead[] = [];
  const samples: TreeNode[] = [];
  // Two stacks side by side: a pair for each node of a large statement would be thousands of objects more.
  const pending: TreeNode[] = [statement];
  const scopes: Scope[] = [new Set()];
  for (
    let node = pending.pop(), scope = scopes.pop();
    node !== undefined;
    node = pending.pop(), scope = scopes.pop()
  ) {
    if (scope === undefined) break;
    if (node.kind === "RangeVar") {
      const refusal = refuseRelation(node, scope, known);
      if (refusal !== null) return { ok: false, refusal };
      const name = String(node.fields.relname);
      if (isQualified(node) || !scope.has(name)) {
        tables.add(name);
        reads.push(readOf(node, name));
      }
    }
    if (node.kind === "RangeTableSample") {
      const refusal = refuseSample(catalog, node, scope);
      if (refusal !== null) return { ok: false, refusal };
      samples.push(node);
    }
    if (isQualified(node)) qualifiers.push(locationOf(node) ?? 0);
    if (node.kind === "ParamRef") parameters.add(Number(node.fields.number ?? 0));
    for (const name of firstSortColumn(node)) sortedBy.add(name);
    if (node.fields.groupClause !== undefined) grouped.push({ node, scope: bodyScope(node, scope) });
    pushScoped(pending, scopes, node, scope);
  }
  return {
    ok: true,
    references: { tables: [...tables], qualifiers, grouped, parameters, sortedBy, samples, reads },
  };
}

function firstSortColumn({ fields }: TreeNode): readonly string[] {
  if (fields.sortClause === undefined) return noNames;
  const [first] = asList(fields.sortClause).map(unwrap);
  const sorted = unwrap(first?.fields.node);
  return sorted?.kind === "ColumnRef" ? names(sorted.fields.fields).slice(-1) : [];
}

/** A table has rows to draw from; a view and a WITH query have none of their own. */
function refuseSample({ views = [] }: Catalog, { fields }: TreeNode, scope: Scope): Refusal | null {
  const relation = unwrap(fields.relation);
  const name = String(relation?.fields.relname);
  const isQuery = relation !== null && !isQualified(relation) && scope.has(name);
  if (!isQuery && !views.some((view) => view.name === name)) return null;
  return refuse(
    "featureNotSupported",
    "TABLESAMPLE clause can only be applied to tables and materialized views",
    { location: Number(relation?.fields.location ?? 0) },
  );
}

const noNames: readonly string[] = [];

function readOf(node: TreeNode, name: string): TableRead {
  const hasAlias = node.fields.alias !== undefined;
  return { name, location: locationOf(node) ?? 0, isQualified: isQualified(node), hasAlias };
}

/** What holds WITH queries. */
const statements = new Set(["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"]);

/** The names of a statement's own WITH queries, none of which may be given to a table's relation beside them. */
export function withQueryNames(statement: TreeNode): readonly string[] {
  return withQueries(statement.fields.withClause).map((query) => String(query.fields.ctename));
}

/** Puts the children of a node on the stacks, each with what it sees, the first of them on top. */
function pushScoped(pending: TreeNode[], scopes: Scope[], node: TreeNode, scope: Scope): void {
  const below = childrenOf(node);
  if (!below.ok) throw new TypeError(`an unguarded ${below.kind} reached the compiler`);
  // The names behind FOR UPDATE OF are those of FROM items, not of tables.
  if (node.kind === "LockingClause") return;
  const hasQueries = statements.has(node.kind) && node.fields.withClause !== undefined;
  const { relation } = node.fields;
  const all = hasQueries ? bodyScope(node, scope) : scope;
  for (let index = below.nodes.length - 1; index >= 0; index--) {
    const child = below.nodes[index];
    if (child === undefined || (relation !== undefined && child.fields === relation)) continue;
    if (hasQueries && child.kind === "WithClause") continue;
    pending.push(child);
    scopes.push(all);
  }
  if (!hasQueries) return;
  const queries = scopedQueries(node, scope, all);
  for (const [query, own] of queries.toReversed()) {
    pending.push(query);
    scopes.push(own);
  }
}

function scopedQueries(node: TreeNode, scope: Scope, all: Scope): readonly (readonly [TreeNode, Scope])[] {
  const queries = withQueries(node.fields.withClause);
  const isRecursive = (node.fields.withClause as { recursive?: boolean }).recursive === true;
  const places = new Map<string, number>();
  for (const [index, { fields }] of queries.entries()) {
    const name = String(fields.ctename);
    if (!places.has(name)) places.set(name, index);
  }
  // Not a set for each: a list of thousands of queries would fill millions.
  const before = (index: number): Scope => ({
    has: (name) => (places.get(name) ?? index) < index || scope.has(name),
  });
  return queries.map((query, index) => [query, isRecursive ? all : before(index)] as const);
}

/** What a query's own FROM sees: its WITH queries too. */
function bodyScope(node: TreeNode, scope: Scope): Scope {
  const own = new Set(withQueryNames(node));
  return own.size === 0 ? scope : { has: (name) => own.has(name) || scope.has(name) };
}

function withQueries(withClause: unknown): readonly TreeNode[] {
  return asList((withClause as { ctes?: unknown } | undefined)?.ctes).flatMap((item) => unwrap(item) ?? []);
}

/** `public.posts`, `public.posts.title` or `public.posts.*`; the guard has refused every other schema. */
function isQualified(node: TreeNode): boolean {
  if (node.kind === "RangeVar") return node.fields.schemaname !== undefined;
  return (
    node.kind === "ColumnRef" &&
    asList(node.fields.fields).length === 3 &&
    names(node.fields.fields)[0] === "public"
  );
}

function refuseRelation(node: TreeNode, scope: Scope, known: ReadonlySet<string>): Refusal | null {
  const name = String(node.fields.relname);
  const location = locationOf(node);
  if (isQualified(node) && known.has(name) && scope.has(name)) {
    return refuse(
      "featureNotSupported",
      `"public.${name}" cannot be read where a WITH query hides the table.`,
      {
        location,
        hint: "Give the WITH query another name.",
      },
    );
  }
  if (known.has(name) || (!isQualified(node) && scope.has(name))) return null;
  const written = isQualified(node) ? `public.${name}` : name;
  return refuse("undefinedTable", `relation "${written}" does not exist`, {
    location,
    hint: nearestHint(name, known),
  });
}
