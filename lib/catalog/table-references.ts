import type { Column, Constraint, Table } from "./types.ts";

/** What a reference names, of one column or of several; `columns` is undefined where the target's key is meant. */
interface Target {
  readonly table: string;
  readonly columns: readonly string[] | undefined;
}

/** `posts.author_id` for each reference to the table, or to the one column of it. */
export function referencesTo(tables: readonly Table[], target: string, column?: string): readonly string[] {
  const isMeant = (to: Target) =>
    to.table === target && (column === undefined || (to.columns?.includes(column) ?? false));
  return tables.flatMap((table) => [
    ...table.columns
      .filter(({ references: to }) => to !== undefined && isMeant({ table: to.table, columns: [to.column] }))
      .map(({ name }) => `${table.name}.${name}`),
    ...(table.constraints ?? [])
      .filter(({ references: to }) => to !== undefined && isMeant({ table: to.table, columns: to.columns }))
      .map(({ columns = [] }) => `${table.name}.(${columns.join(", ")})`),
  ]);
}

/** The table without its references to the target, or to the one column of it; the columns stay. */
export function withoutReferencesTo(table: Table, target: string, targetColumn?: string): Table {
  const { constraints, ...rest } = table;
  const isMeant = (to: Target) =>
    to.table === target && (targetColumn === undefined || (to.columns?.includes(targetColumn) ?? true));
  const kept =
    constraints?.filter(
      ({ references: to }) => to === undefined || !isMeant({ table: to.table, columns: to.columns }),
    ) ?? [];
  return {
    ...rest,
    columns: table.columns.map((column) =>
      column.references !== undefined &&
      isMeant({ table: column.references.table, columns: [column.references.column] })
        ? withoutReference(column)
        : column,
    ),
    ...(kept.length === 0 ? {} : { constraints: kept }),
  };
}

export function withoutReference({ references: _, ...column }: Column): Column {
  return column;
}

export interface Renaming {
  readonly table: (name: string) => string;
  /** @param table the name before the renaming. */
  readonly column: (table: string, name: string) => string;
}

/** The table with its references following a renamed table or column; itself when it has none. */
export function withRenamedTargets(table: Table, renaming: Renaming): Table {
  const hasReferences =
    table.columns.some(({ references }) => references !== undefined) ||
    (table.constraints?.some(({ references }) => references !== undefined) ?? false);
  if (!hasReferences) return table;
  const columns = table.columns.map((column) => {
    if (column.references === undefined) return column;
    const { table: target, column: name, ...rest } = column.references;
    const references = { table: renaming.table(target), column: renaming.column(target, name), ...rest };
    return { ...column, references };
  });
  const constraints = table.constraints?.map((constraint): Constraint => {
    if (constraint.references === undefined) return constraint;
    const { table: target, columns: names, ...rest } = constraint.references;
    const renamed = names?.map((name) => renaming.column(target, name));
    const to = {
      table: renaming.table(target),
      ...(renamed === undefined ? {} : { columns: renamed }),
      ...rest,
    };
    return { ...constraint, references: to };
  });
  return { ...table, columns, ...(constraints === undefined ? {} : { constraints }) };
}
