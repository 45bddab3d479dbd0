import { isKeyOf } from "#lib/catalog/column-facts.ts";
import type { OnDelete, Table } from "#lib/catalog/types.ts";

/** A line between two cards: rows of `from` point at one row of `to`. */
export interface Relation {
  readonly id: string;
  readonly from: { readonly table: string; readonly columns: readonly string[] };
  readonly to: { readonly table: string; readonly columns: readonly string[] };
  readonly onDelete: OnDelete | null;
  /** One row points at the target at most: the reference is a key. */
  readonly isOneToOne: boolean;
  /** A row need not point at one. */
  readonly isOptional: boolean;
}

/** All relations between the tables, those over several columns too; one whose target is not drawn is left out. */
export function relationsOf(tables: readonly Table[]): readonly Relation[] {
  const names = new Set(tables.map(({ name }) => name));
  return tables.flatMap(ownRelations).filter(({ to }) => names.has(to.table));
}

function ownRelations(table: Table): readonly Relation[] {
  const single = table.columns.flatMap(({ name, references }) =>
    references === undefined
      ? []
      : [
          relation(
            table,
            [name],
            { table: references.table, columns: [references.column] },
            references.on_delete,
          ),
        ],
  );
  const several = (table.constraints ?? []).flatMap(({ kind, columns = [], references }) =>
    kind !== "foreign_key" || references === undefined
      ? []
      : [
          relation(
            table,
            columns,
            { table: references.table, columns: references.columns ?? [] },
            references.on_delete,
          ),
        ],
  );
  return [...single, ...several];
}

function relation(
  table: Table,
  columns: readonly string[],
  to: Relation["to"],
  onDelete: OnDelete | undefined,
): Relation {
  const pointing = table.columns.filter(({ name }) => columns.includes(name));
  return {
    id: `${table.name}(${columns.join(",")})`,
    from: { table: table.name, columns },
    to,
    onDelete: onDelete ?? null,
    isOneToOne: isKeyOf(table, columns),
    isOptional: !pointing.every(({ required }) => required === true),
  };
}

const ends = {
  cascade: "deleted with it",
  "set null": "emptied when it is deleted",
  restrict: "which cannot be deleted meanwhile",
} as const;

/** The relation as a sentence. */
export function relationWords({ from, to, onDelete, isOneToOne, isOptional }: Relation): string {
  const many = isOneToOne ? `At most one row of ${from.table} points` : `Many rows of ${from.table} point`;
  const one = isOptional ? "one row or none" : "one row";
  return `${many} by ${from.columns.join(", ")} at ${one} of ${to.table}, ${ends[onDelete ?? "restrict"]}`;
}
