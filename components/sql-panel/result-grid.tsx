import type { SqlResult } from "#components/api/types.ts";
import { cn } from "#components/ui/cn.ts";
import type { Json } from "#lib/catalog/types.ts";

const numericTypes = /^(?:int|smallint|integer|bigint|numeric|decimal|real|double|float|money)/;

/** The rows of one statement, each column with its type. */
export function ResultGrid({ result }: { readonly result: SqlResult }) {
  // Rows have no name but their place, and two columns may share theirs.
  const rows = result.rows.map((values, place) => ({ values, place }));
  const columns = result.columns.map((column, place) => ({
    ...column,
    place,
    isNumeric: numericTypes.test(column.type),
  }));
  if (columns.length === 0) return null;
  return (
    <table className="min-w-full border-separate border-spacing-0 text-[0.8125rem]">
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column.place}
              scope="col"
              className={cn(
                "sticky top-0 z-10 whitespace-nowrap border-b bg-sunken px-3 py-1.5 text-left font-normal first:pl-4 md:first:pl-6",
                column.isNumeric && "text-right",
              )}
            >
              <span className="block font-mono text-ink text-xs">{column.name}</span>
              <span className="block font-mono text-2xs text-faint">{column.type}</span>
            </th>
          ))}
          <td aria-hidden="true" className="sticky top-0 w-full border-b bg-sunken" />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.place} className="hover:bg-sunken">
            {columns.map((column) => (
              <Cell
                key={column.place}
                value={row.values[column.place] ?? null}
                isNumeric={column.isNumeric}
              />
            ))}
            <td aria-hidden="true" className="border-b" />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ value, isNumeric }: { readonly value: Json; readonly isNumeric: boolean }) {
  const text = value === null ? null : textOf(value);
  return (
    <td
      className={cn(
        "h-8 max-w-96 truncate border-b px-3 first:pl-4 md:first:pl-6",
        isNumeric && "text-right tabular-nums",
      )}
      title={text ?? undefined}
    >
      {text ?? <span className="font-mono text-faint text-xs">null</span>}
    </td>
  );
}

function textOf(value: Json): string {
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}
