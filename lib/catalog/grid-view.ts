import type { ColumnType } from "./types.ts";

/** What a person can ask of a column; some are an operator of the API, some stand for one with a pattern or a `not`. */
export const gridOperators = [
  "has",
  "starts",
  "eq",
  "neq",
  "gt",
  "gte",
  "lt",
  "lte",
  "empty",
  "filled",
] as const;
export type GridOperator = (typeof gridOperators)[number];

export interface GridFilter {
  readonly column: string;
  readonly operator: GridOperator;
  /** As typed; unused by `empty` and `filled`. */
  readonly value: string;
}

/** Conditions of which all (`and`) or at least one (`or`) must hold. */
export interface GridFilterGroup {
  readonly join: "and" | "or";
  readonly items: readonly (GridFilter | GridFilterGroup)[];
}

export interface GridSort {
  readonly column: string;
  readonly dir: "asc" | "desc";
}

/** What of a table is shown, and how: what a saved view keeps. */
export interface GridDefinition {
  readonly filter: GridFilterGroup;
  readonly sort: readonly GridSort[];
  readonly search: string;
  /** The column whose values make the groups. */
  readonly group: string | null;
  readonly hidden: readonly string[];
  /** Columns that stay at the left while the others scroll. */
  readonly frozen: readonly string[];
  /** Columns in another order than the table's; those that are not named follow. */
  readonly order: readonly string[];
  /** Pixels. */
  readonly widths: { readonly [column: string]: number };
}

export const emptyDefinition: GridDefinition = {
  filter: { join: "and", items: [] },
  sort: [],
  search: "",
  group: null,
  hidden: [],
  frozen: [],
  order: [],
  widths: {},
};

/** Groups may lie in groups this deep. */
export const filterDepthMax = 3;
export const widthLimits = { min: 60, max: 800 } as const;

export function isFilterGroup(item: GridFilter | GridFilterGroup): item is GridFilterGroup {
  return "items" in item;
}

/** Whether rows can be put together by the values of a column of this type. */
export function isGroupable(type: ColumnType): boolean {
  return type !== "jsonb" && type !== "text[]" && type !== "richtext" && type !== "timestamptz";
}

/**
 * The same definition under other column names.
 *
 * @param rename null leaves a column out: a view outlives the columns that it speaks of.
 */
export function renameColumns(
  view: GridDefinition,
  rename: (column: string) => string | null,
): GridDefinition {
  const names = (columns: readonly string[]) => columns.flatMap((column) => rename(column) ?? []);
  const filter = (group: GridFilterGroup): GridFilterGroup => ({
    join: group.join,
    items: group.items.flatMap((item): readonly (GridFilter | GridFilterGroup)[] => {
      if (isFilterGroup(item)) return [filter(item)];
      const column = rename(item.column);
      return column === null ? [] : [{ ...item, column }];
    }),
  });
  return {
    filter: filter(view.filter),
    sort: view.sort.flatMap(({ column: before, dir }) => {
      const column = rename(before);
      return column === null ? [] : [{ column, dir }];
    }),
    search: view.search,
    group: view.group === null ? null : rename(view.group),
    hidden: names(view.hidden),
    frozen: names(view.frozen),
    order: names(view.order),
    widths: Object.fromEntries(
      Object.entries(view.widths).flatMap(([before, width]) => {
        const column = rename(before);
        return column === null ? [] : [[column, width]];
      }),
    ),
  };
}
