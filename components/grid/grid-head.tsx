import { ArrowDown, ArrowUp } from "lucide-react";
import type { Sort } from "#components/api/types.ts";
import { isNumeric } from "#components/tables/column-types.ts";
import { TypeIcon } from "#components/tables/type-icon.tsx";
import { cn } from "#components/ui/cn.ts";
import type { Column } from "#lib/catalog/types.ts";
import { isBookkeeping } from "./shown-columns.ts";

interface GridHeadProps {
  readonly columns: readonly Column[];
  readonly sort: readonly Sort[];
  readonly onSort: (column: string, isAdding: boolean) => void;
}

/** The header: type, name and marks of each column; a click sorts, with Shift as a further order. */
export function GridHead({ columns, sort, onSort }: GridHeadProps) {
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const place = sort.findIndex((entry) => entry.column === column.name);
          const dir = sort[place]?.dir;
          return (
            <th
              key={column.name}
              scope="col"
              aria-sort={dir === "asc" ? "ascending" : dir === "desc" ? "descending" : undefined}
              className="sticky top-0 z-10 border-b bg-sunken p-0 text-left font-normal first:pl-1 last:w-full md:first:pl-3"
            >
              <button
                type="button"
                onClick={(event) => onSort(column.name, event.shiftKey)}
                title={headerTitle(column)}
                className={cn(
                  "flex h-9 w-full items-center gap-2 whitespace-nowrap px-3 text-soft hover:text-ink focus-visible:outline-offset-[-2px]",
                  isNumeric(column.type) && !column.references && "justify-end",
                )}
              >
                <TypeIcon column={column} />
                <span className="font-mono text-xs">{column.name}</span>
                {column.required && !column.primary_key && !isBookkeeping(column) ? <RequiredMark /> : null}
                {dir ? <Direction dir={dir} place={sort.length > 1 ? place + 1 : null} /> : null}
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function headerTitle(column: Column): string {
  const target = column.references;
  const relation = target ? ` → ${target.table}.${target.column}` : "";
  return `${column.sql_type ?? column.type}${relation}${column.description ? `\n${column.description}` : ""}\nClick to sort, with Shift as a further order`;
}

function RequiredMark() {
  return (
    <span aria-hidden="true" className="-ml-1 text-danger">
      *
    </span>
  );
}

function Direction({ dir, place }: { readonly dir: "asc" | "desc"; readonly place: number | null }) {
  const Icon = dir === "asc" ? ArrowUp : ArrowDown;
  return (
    <span className="inline-flex items-center text-link">
      <Icon aria-hidden="true" className="size-3.5" />
      {place ? <span className="text-2xs">{place}</span> : null}
    </span>
  );
}
