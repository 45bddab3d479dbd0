import { Check, Minus } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import type { Column, Json } from "#lib/catalog/types.ts";
import { alignDecimals } from "./decimals.ts";
import { formatValue } from "./format-value.ts";

interface CellValueProps {
  readonly column: Column;
  readonly value: Json;
  /** What the row that a relation points to is called. */
  readonly label?: string | undefined;
  /** How many digits stand behind the point in the whole column. */
  readonly decimals?: number | undefined;
}

/** One value in the look of its type. */
export function CellValue({ column, value, label, decimals }: CellValueProps) {
  if (value === null) return <Nothing />;
  if (label !== undefined) return <span title={String(value)}>{label}</span>;
  if (column.type === "boolean") return <YesNo value={value === true} />;
  if (column.type === "enum") return <Badge>{String(value)}</Badge>;
  if (column.type === "text[]" && Array.isArray(value)) return <Tags values={value} />;
  if (column.type === "uuid") {
    // The end: ids that are made in order begin alike.
    return (
      <span className="font-mono text-faint text-xs" title={String(value)}>
        {String(value).slice(-8)}
      </span>
    );
  }
  if (decimals !== undefined) return <>{alignDecimals(String(value), decimals)}</>;
  const text = formatValue(column, value);
  if (column.type === "jsonb") return <span className="font-mono text-xs">{text}</span>;
  return <>{text}</>;
}

function Nothing() {
  return (
    <span className="text-faint">
      <span aria-hidden="true">–</span>
      <span className="sr-only">empty</span>
    </span>
  );
}

function YesNo({ value }: { readonly value: boolean }) {
  const Icon = value ? Check : Minus;
  return (
    <span className="inline-flex items-center align-middle">
      <Icon aria-hidden="true" className={value ? "size-4 text-good" : "size-4 text-faint"} />
      <span className="sr-only">{value ? "Yes" : "No"}</span>
    </span>
  );
}

function Tags({ values }: { readonly values: readonly Json[] }) {
  return (
    <span className="flex gap-1">
      {values.map((tag) => (
        <Badge key={String(tag)}>{String(tag)}</Badge>
      ))}
    </span>
  );
}
