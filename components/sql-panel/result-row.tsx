import { memo } from "react";
import type { SqlResult } from "#components/api/types.ts";
import { cn } from "#components/ui/cn.ts";
import type { Json } from "#lib/catalog/types.ts";
import { cellText } from "./cell-text.ts";
import type { GridSelection } from "./use-grid-cursor.ts";

type Columns = SqlResult["columns"];

const numericTypes = /^(?:int|smallint|integer|bigint|numeric|decimal|real|double|float|money)/;

interface HeaderRowProps {
  readonly columns: Columns;
  /** The columns' widths, as CSS has them. */
  readonly template: string;
}

export function HeaderRow({ columns, template }: HeaderRowProps) {
  // Two columns may have one name: their place tells them apart.
  const placed = columns.map((column, place) => ({ ...column, place }));
  return (
    <tr aria-rowindex={1} className="grid h-11" style={{ gridTemplateColumns: template }}>
      <td aria-hidden="true" />
      {placed.map(({ name, type, place }) => (
        <th
          key={place}
          scope="col"
          aria-colindex={place + 1}
          title={`${name} ${type}`}
          className={cn(
            "grid min-w-0 content-center px-2.5 text-left font-normal",
            numericTypes.test(type) && "text-right",
          )}
        >
          <span className="truncate font-mono text-xs">{name}</span>
          <span className="truncate font-mono text-2xs text-faint">{type}</span>
        </th>
      ))}
    </tr>
  );
}

interface ResultRowProps {
  readonly id: string;
  readonly index: number;
  /** Pixels from the grid's beginning. */
  readonly top: number;
  readonly template: string;
  readonly columns: Columns;
  readonly values: readonly Json[];
  readonly selection: GridSelection;
  /** The column that the keyboard is at; null in every other row. */
  readonly cursor: number | null;
  readonly onChoose: (column: number, isExtending: boolean) => void;
  readonly onOpen: () => void;
}

export const ResultRow = memo(function ResultRow(props: ResultRowProps) {
  const { id, index, top, template, columns, values, selection, cursor, onChoose, onOpen } = props;
  const { from, to } = selection;
  const isRowSelected = index >= from.row && index <= to.row;
  const placed = columns.map(({ type }, place) => ({
    place,
    value: values[place] ?? null,
    isNumeric: numericTypes.test(type),
  }));
  return (
    <tr
      aria-rowindex={index + 2}
      className="absolute inset-x-0 grid h-[30px] border-b hover:bg-sunken"
      style={{ top, gridTemplateColumns: template }}
    >
      <td aria-hidden="true" className="grid place-items-center font-mono text-2xs text-faint">
        {(index + 1).toLocaleString("en")}
      </td>
      {placed.map(({ place, value, isNumeric }) => {
        const isSelected = isRowSelected && place >= from.column && place <= to.column;
        return (
          // biome-ignore lint/a11y/useAriaPropsSupportedByRole: a cell of a grid, which can be selected
          <td
            key={place}
            id={`${id}-${index}-${place}`}
            aria-colindex={place + 1}
            aria-selected={isSelected}
            className={cn(
              "min-w-0 cursor-default truncate px-2.5 leading-[29px]",
              isNumeric && "text-right tabular-nums",
              isSelected && "bg-tint",
              cursor === place && "outline-2 outline-accent -outline-offset-2",
            )}
            onMouseDown={(event) => onChoose(place, event.shiftKey)}
            onDoubleClick={onOpen}
          >
            <Value value={value} />
          </td>
        );
      })}
    </tr>
  );
});

function Value({ value }: { readonly value: Json }) {
  if (value === null) return <span className="font-mono text-faint text-xs">NULL</span>;
  if (typeof value === "object") return <span className="font-mono text-xs">{cellText(value)}</span>;
  return value === "" ? <span className="font-mono text-faint text-xs">empty</span> : cellText(value);
}
