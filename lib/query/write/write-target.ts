import { perhapsMeant } from "../../catalog/checks/nearest-name.ts";
import type { Catalog, CatalogTable, CatalogView, Column } from "../../catalog/types.ts";
import { viewBase } from "../../catalog/view-base.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import type { CheckOption } from "../../engine/write/request.ts";
import type { TreeFields } from "../../expression/tree.ts";
import { ident, join, type Sql, sql } from "../../sql/sql.ts";
import { viewChecks, viewOfRow } from "../rows/view-of-row.ts";
import { quoted } from "../text/statement-names.ts";
import type { WriteContext } from "./context.ts";
import { Refused } from "./refused.ts";

/** What a statement writes to: a table, or the table that a view shows. */
export interface WriteTarget {
  readonly table: CatalogTable;
  /** As it stands in the statement. */
  readonly relation: TreeFields;
  /** Null: the table itself. */
  readonly view: CatalogView | null;
  /** What the statement's own text knows of a row, in order. */
  readonly columns: readonly TargetColumn[];
}

export interface TargetColumn {
  /** The name that the table or the view gives it. */
  readonly name: string;
  /** The table's; of what a view computes one that is like it. */
  readonly column: Column;
  readonly isWritable: boolean;
}

export type TargetVerb = "insert into" | "update" | "delete from" | "merge into";

/** The target of a statement. @throws {Refused} 42P01; 55000 for a view that is not one for one. */
export function writeTarget(context: WriteContext, relation: TreeFields, verb: TargetVerb): WriteTarget {
  const { catalog, targets } = context;
  const name = String(relation.relname);
  const table = catalog.tables.find(({ definition }) => definition.name === name);
  if (table !== undefined) {
    targets.push(name);
    beginWrite(context, table);
    const columns = readableColumns(table).map((column) => ({
      name: column.name,
      column,
      isWritable: true,
    }));
    return { table, relation, view: null, columns };
  }
  const view = catalog.views?.find((candidate) => candidate.name === name);
  if (view === undefined) throw unknownRelation(catalog, relation, name);
  const target = viewTarget(catalog, relation, view, verb);
  targets.push(target.table.definition.name);
  beginWrite(context, target.table);
  return target;
}

function beginWrite({ writes, state }: WriteContext, table: CatalogTable): void {
  writes.push({ table, name: state.query, inserted: [], touched: [], parts: [], isKnownLate: false });
}

function viewTarget(
  catalog: Catalog,
  relation: TreeFields,
  view: CatalogView,
  verb: TargetVerb,
): WriteTarget {
  const base = viewBase(catalog, view);
  if ("reason" in base) throw notUpdatable(base.view, verb, base.reason);
  const columns = view.columns.map(({ name }, index): TargetColumn => {
    const column = base.columns[index] ?? null;
    return column === null
      ? { name, column: { name, type: "text" }, isWritable: false }
      : { name, column, isWritable: true };
  });
  const isReadOnly = columns.every(({ isWritable }) => !isWritable);
  if (isReadOnly && verb !== "delete from")
    throw notUpdatable(view, verb, "Views that have no updatable columns are not automatically updatable.");
  return { table: base.table, relation, view, columns };
}

function notUpdatable({ name }: CatalogView, verb: TargetVerb, reason: string): Refused {
  return new Refused("objectNotInPrerequisiteState", `cannot ${verb} view "${name}"`, {
    detail: reason,
    hint: "Write to the tables that the view reads.",
  });
}

function unknownRelation({ tables, views = [] }: Catalog, relation: TreeFields, name: string): Refused {
  const written = relation.schemaname === undefined ? name : `${String(relation.schemaname)}.${name}`;
  const names = [...tables.map(({ definition }) => definition.name), ...views.map((view) => view.name)];
  return new Refused("undefinedTable", `relation "${written}" does not exist`, {
    location: Number(relation.location ?? 0),
    hint: perhapsMeant(name, names).trim() || null,
  });
}

/** A column that a statement may name; `password_hash` is for the sign-up alone. */
export function targetColumn({ table, view, columns }: WriteTarget, name: string, location: number): Column {
  const found = columns.find((column) => column.name === name);
  if (found !== undefined) return found.column;
  const relation = view?.name ?? table.definition.name;
  if (view === null && table.definition.columns.some((column) => column.name === name)) {
    throw new Refused(
      "insufficientPrivilege",
      `permission denied for column ${name} of relation ${relation}`,
      {
        location,
        hint: "Passwords are set through sign-up and the records API, which hash them.",
      },
    );
  }
  const hint =
    perhapsMeant(
      name,
      columns.map((column) => column.name),
    ).trim() || null;
  throw new Refused("undefinedColumn", `column "${name}" of relation "${relation}" does not exist`, {
    location,
    hint,
  });
}

/** @throws {Refused} 0A000 for a column that a view computes. */
export function refuseComputed({ view, columns }: WriteTarget, column: Column, verb: TargetVerb): void {
  const own = columns.find((candidate) => candidate.column === column);
  if (view === null || own === undefined || own.isWritable) return;
  throw new Refused("featureNotSupported", `cannot ${verb} column "${own.name}" of view "${view.name}"`, {
    detail: "View columns that are not columns of their base relation are not updatable.",
  });
}

/** The name under which a statement's own text knows its target. */
export function aliasOf(relation: TreeFields): {
  readonly name: string;
  readonly columns: readonly string[];
} {
  const alias = relation.alias as { aliasname?: string; colnames?: readonly unknown[] } | undefined;
  const columns = (alias?.colnames ?? []) as readonly { String?: { sval?: string } }[];
  return {
    name: alias?.aliasname ?? String(relation.relname),
    columns: columns.map((column) => column.String?.sval ?? ""),
  };
}

/** `"p"."title"`: a column as the statement's own text would say it; `AS p (a, b)` renames the first ones. */
export function spokenColumn({ relation, columns }: WriteTarget, column: Column): string {
  const { name, columns: renamed } = aliasOf(relation);
  const index = columns.findIndex((candidate) => candidate.column === column);
  return `${quoted(name)}.${quoted(renamed[index] ?? columns[index]?.name ?? column.name)}`;
}

/**
 * What the statement's own text knows of a row of the table.
 *
 * @param row what stands behind SELECT: every readable column under its own name.
 * @param isFiltered whether a row that the view does not show is none.
 * @returns what stands behind SELECT as well.
 */
export function shownRow(
  { catalog, rules }: Pick<WriteContext, "catalog" | "rules">,
  { table, view }: WriteTarget,
  row: Sql,
  isFiltered: boolean,
): Sql {
  if (view === null) return row;
  const all = readableColumns(table).map(({ name }) => name);
  const columns = rules?.read.columns?.(table).map(({ name }) => name) ?? all;
  const select = sql`select ${join(columns.map((name) => sql`"$base".${ident(name)}`))} from (select ${row}) as "$base"`;
  return sql`* from (${viewOfRow(catalog, view, { select, columns }, isFiltered, rules?.read)}) as "$shown"`;
}

/** What `WITH CHECK OPTION` asks of new rows, of the view and of those below it. */
export function checkOptions(
  { catalog, rules }: Pick<WriteContext, "catalog" | "rules">,
  { table, view }: Pick<WriteTarget, "table" | "view">,
): { readonly checkOptions?: readonly CheckOption[] } {
  if (view === null) return {};
  const options = viewChecks(catalog, view, table, rules?.read);
  return options.length === 0 ? {} : { checkOptions: options };
}

/** Where the values of a column come from that none can be given for: Postgres's DETAIL. */
export function givenBy({ name, identity }: Column): string {
  return identity === "always"
    ? `Column "${name}" is an identity column defined as GENERATED ALWAYS.`
    : `Column "${name}" is a generated column.`;
}
