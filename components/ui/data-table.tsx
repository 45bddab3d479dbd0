import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { ScrollRegion } from "./scroll-region.tsx";

interface DataTableProps {
  /** What the table holds, for who cannot see it. */
  readonly label: string;
  readonly head: readonly TableHead[];
  readonly rows: readonly TableRow[];
  readonly className?: string;
}

interface TableHead {
  readonly key: string;
  readonly title: ReactNode;
  /** Several columns under one title. */
  readonly span?: number;
  readonly isCentered?: boolean;
  /** A longer text, shown where the pointer rests. */
  readonly hint?: string;
}

interface TableRow {
  readonly key: string;
  /** The row's own name, in front of its cells. */
  readonly name?: string;
  readonly cells: readonly {
    readonly key: string;
    readonly content: ReactNode;
    readonly isCentered?: boolean;
  }[];
}

/** A small table of facts: scrolls sideways by itself, by keyboard too. */
export function DataTable({ label, head, rows, className }: DataTableProps) {
  return (
    <ScrollRegion
      label={label}
      className={cn("overflow-x-auto rounded-xl border bg-raised shadow-card", className)}
    >
      <table className="w-full text-[0.8125rem]">
        <thead>
          <tr className="bg-sunken text-left text-soft">
            {head.map(({ key, title, span, hint, isCentered }) => (
              <th
                key={key}
                scope={span === undefined ? "col" : "colgroup"}
                colSpan={span}
                title={hint}
                className={cn(
                  "px-3 py-2 font-medium text-xs first:pl-4",
                  (span !== undefined || isCentered) && "text-center",
                )}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, cells }) => (
            <tr key={key} className="border-t align-top">
              {name === undefined ? null : (
                <th
                  scope="row"
                  className="wrap-anywhere min-w-40 md:min-w-48 px-3 py-2 text-left font-mono font-normal text-xs first:pl-4"
                >
                  {name}
                </th>
              )}
              {cells.map((cell) => (
                <td
                  key={cell.key}
                  className={cn("max-w-48 truncate px-3 py-2 first:pl-4", cell.isCentered && "text-center")}
                >
                  {cell.content}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
