import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { type GridView, pageSizes } from "./view-state.ts";

interface PagerProps {
  readonly view: GridView;
  readonly shown: number;
  readonly total: Total;
  readonly onChange: (fields: Partial<GridView>) => void;
  readonly onCount: () => void;
}

/** How many rows there are: exactly, at least, or not known yet. */
export type Total =
  | { readonly kind: "exact"; readonly rows: number }
  | { readonly kind: "atLeast"; readonly rows: number }
  | { readonly kind: "unknown" };

const format = (count: number) => count.toLocaleString("en");

export function Pager({ view, shown, total, onChange, onCount }: PagerProps) {
  const offset = (view.page - 1) * view.size;
  const hasMore = total.kind === "exact" ? offset + shown < total.rows : shown === view.size;
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2 text-[0.8125rem] text-soft md:px-6">
      <p role="status" className="tabular-nums">
        {shown === 0 ? "No rows" : `${format(offset + 1)}–${format(offset + shown)}`}
        {total.kind === "exact" && shown > 0 ? ` of ${format(total.rows)}` : null}
        {total.kind === "atLeast" ? ` of more than ${format(total.rows)}` : null}
      </p>
      {total.kind === "atLeast" ? (
        <Button variant="ghost" size="sm" onClick={onCount}>
          Count exactly
        </Button>
      ) : null}
      <div className="ml-auto flex items-center gap-2">
        <label className="hidden items-center gap-2 sm:flex">
          Rows a page
          <select
            value={view.size}
            onChange={(event) => onChange({ size: Number(event.target.value) })}
            className="h-8 rounded-md border border-control bg-surface px-1.5"
          >
            {pageSizes.map((size) => (
              <option key={size}>{size}</option>
            ))}
          </select>
        </label>
        <Button
          size="icon"
          aria-label="Previous page"
          disabled={view.page === 1}
          onClick={() => onChange({ page: view.page - 1 })}
        >
          <ChevronLeft />
        </Button>
        <Button
          size="icon"
          aria-label="Next page"
          disabled={!hasMore}
          onClick={() => onChange({ page: view.page + 1 })}
        >
          <ChevronRight />
        </Button>
      </div>
    </div>
  );
}

// Up to here an estimate is a real count; past it, nobody knows how far.
const countedRowsMax = 10_000;

/** What the answer says about the number of rows; a page that is not full shows where the rows end. */
export function totalOf(
  view: GridView,
  shown: number,
  count: number | null | undefined,
  isExact: boolean,
): Total {
  const offset = (view.page - 1) * view.size;
  if (shown < view.size && (shown > 0 || offset === 0)) return { kind: "exact", rows: offset + shown };
  if (count == null) return { kind: "unknown" };
  if (isExact || count <= countedRowsMax) return { kind: "exact", rows: count };
  return { kind: "atLeast", rows: Math.max(countedRowsMax, offset + shown) };
}
