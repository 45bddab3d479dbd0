import type { GridFilter } from "#lib/catalog/grid-view.ts";
import type { Column } from "#lib/catalog/types.ts";
import { needsValue, operatorLabel } from "./filters.ts";
import { formatMoment } from "./format-value.ts";

interface FilterWordsProps {
  readonly filter: GridFilter;
  /** Undefined: the table does not have it any more. */
  readonly column: Column | undefined;
}

/** A condition as one reads it. */
export function FilterWords({ filter, column }: FilterWordsProps) {
  if (column === undefined) return <span className="line-through">{filter.column}</span>;
  const value = column.type === "timestamptz" ? formatMoment(filter.value) : filter.value;
  const shown = column.type === "boolean" ? (value === "true" ? "yes" : "no") : value;
  return (
    <>
      <span className="font-mono text-xs">{column.name}</span> {operatorLabel(filter.operator, column)}{" "}
      {needsValue(filter.operator) ? (
        <span className="font-medium">{column.references ? `…${shown.slice(-8)}` : shown}</span>
      ) : null}
    </>
  );
}
