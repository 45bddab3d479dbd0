import { primaryKey } from "../../catalog/column-facts.ts";
import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { asList, names, type TreeNode, unwrap } from "../../expression/tree.ts";
import { ident, type Sql, sql } from "../../sql/sql.ts";
import type { Scope } from "../table-references.ts";
import { typeNameOf } from "../text/type-text.ts";

/** A table in FROM: its columns under the names that they have there, in order. */
export interface Source {
  readonly alias: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** Columns of types that have no equality, such as json: they cannot be grouped by. */
  readonly incomparable: ReadonlySet<string>;
}

/** The tables in FROM from left to right, and the columns that USING has made one. */
export interface Sources {
  readonly list: readonly Source[];
  readonly merged: ReadonlySet<string>;
}

/** A column of a source, or the whole row under the name of the source. */
export interface Column {
  readonly source: Source;
  readonly name: string;
}

export function reference({ source, name }: Column): Sql {
  return name === source.alias ? ident(name) : sql`${ident(source.alias)}.${ident(name)}`;
}

export function columnNamed({ list, merged }: Sources, path: readonly string[]): readonly Column[] {
  const [name = "", alias] = path.toReversed();
  const found = list.filter(
    (source) => (alias === undefined || alias === source.alias) && source.columns.includes(name),
  );
  // Of several, none: Postgres will call the name ambiguous, unless USING has made them one, which is then the left one.
  const isOne = found.length === 1 || (alias === undefined && merged.has(name));
  return isOne ? found.slice(0, 1).map((source) => ({ source, name })) : [];
}

export function sourcesOf(catalog: Catalog, node: TreeNode, scope: Scope): Sources {
  const pending = asList(node.fields.fromClause)
    .toReversed()
    .flatMap((item) => unwrap(item) ?? []);
  const list: Source[] = [];
  const merged = new Set<string>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    // A join with an alias hides the names of what it joins.
    if (next.kind === "JoinExpr" && next.fields.alias === undefined) {
      pending.push(...[next.fields.rarg, next.fields.larg].flatMap((item) => unwrap(item) ?? []));
      const isLeft = next.fields.jointype === "JOIN_INNER" || next.fields.jointype === "JOIN_LEFT";
      for (const name of isLeft ? names(next.fields.usingClause) : []) merged.add(name);
    }
    if (next.kind === "RangeTableSample") next = unwrap(next.fields.relation) ?? next;
    const name = String(next.fields.relname);
    const isTable = next.kind === "RangeVar" && (next.fields.schemaname !== undefined || !scope.has(name));
    const table = isTable ? catalog.tables.find(({ definition }) => definition.name === name) : undefined;
    if (table !== undefined) list.push(toSource(table, next));
  }
  return { list, merged };
}

const withoutEquality = /^(?:json|jsonpath|point|line|lseg|box|path|polygon|circle)(?:\[\])*$/;

/** `posts AS p (a, b)` renames the table and its first columns. */
function toSource(table: CatalogTable, relation: TreeNode): Source {
  const columns = readableColumns(table).map(({ name }) => name);
  const alias = relation.fields.alias as { aliasname?: string; colnames?: unknown } | undefined;
  const renamed = names(alias?.colnames);
  const nameAt = (index: number) => renamed[index] ?? columns[index] ?? "";
  return {
    alias: alias?.aliasname ?? table.definition.name,
    columns: columns.map((_, index) => nameAt(index)),
    key: primaryKey(table.definition).map((name) => nameAt(columns.indexOf(name))),
    incomparable: new Set(
      readableColumns(table).flatMap((column, index) =>
        withoutEquality.test(typeNameOf(column)) ? [nameAt(index)] : [],
      ),
    ),
  };
}
