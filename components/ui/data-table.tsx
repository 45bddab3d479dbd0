import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { ScrollRegion } from "./scroll-region.tsx";

interface DataTableProps {
  /** What the table holds, for who cannot see it. */
  readonly label: string;
  readonly head: readonly TableHead[];
  readonly rows: readonly TableRow[];
  readonly className?: string;
  /** For a narrow place: less space around what the cells hold, and the head stays in view. */
  readonly isCompact?: boolean;
}

interface TableHead {
  readonly key: string;
  readonly title: ReactNode;
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
export function DataTable({ label, head, rows, className, isCompact }: DataTableProps) {
  const space = isCompact ? "px-1.5 py-1 first:pl-3 last:pr-3" : "px-3 py-2 first:pl-4";
  return (
    <ScrollRegion
      label={label}
      className={cn("overflow-x-auto rounded-xl border bg-raised shadow-card", className)}
    >
      <table className="w-full text-[0.8125rem]">
        <thead>
          <tr className="bg-sunken text-left text-soft">
            {head.map(({ key, title, hint, isCentered }) => (
              <th
                key={key}
                scope="col"
                title={hint}
                className={cn(
                  "font-medium text-xs",
                  space,
                  isCompact && "sticky top-0 z-1 bg-sunken",
                  isCentered && "text-center",
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
                  className={cn(
                    "wrap-anywhere text-left font-mono font-normal text-xs",
                    space,
                    isCompact ? "min-w-28 align-middle" : "min-w-40 md:min-w-48",
                  )}
                >
                  {name}
                </th>
              )}
              {cells.map((cell) => (
                <td
                  key={cell.key}
                  className={cn("max-w-48 truncate", space, cell.isCentered && "text-center")}
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
