import { Check, Minus } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import type { Column, Json } from "#lib/catalog/types.ts";
import { cutText } from "./cut-values.ts";
import { alignDecimals } from "./decimals.ts";
import { formatValue } from "./format-value.ts";
import { plainText } from "./plain-text.ts";

interface CellValueProps {
  readonly column: Column;
  readonly value: Json;
  /** What the row that a relation points to is called. */
  readonly label?: string | undefined;
  /** How many digits stand behind the point in the whole column. */
  readonly decimals?: number | undefined;
}

const tagsMax = 12;

/** One value in the look of its type. */
export function CellValue({ column, value, label, decimals }: CellValueProps) {
  if (value === null) return <span className="sr-only">empty</span>;
  const beginning = cutText(value);
  if (beginning !== null) return <>{plainText(beginning)}…</>;
  if (column.references) return <Relation value={value} label={label} />;
  if (column.type === "boolean") return <YesNo value={value === true} />;
  if (column.type === "enum") return <Badge tone={choiceTone(column, value)}>{String(value)}</Badge>;
  if (column.type === "text[]" && Array.isArray(value)) return <Tags values={value} />;
  if (column.type === "richtext") return <>{plainText(String(value))}</>;
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
  if (column.type === "url" || column.type === "email" || column.type === "phone" || column.type === "file")
    return <span className="text-link">{text}</span>;
  return <>{text}</>;
}

function Relation({ value, label }: { readonly value: Json; readonly label: string | undefined }) {
  return (
    <span
      title={String(value)}
      className="inline-flex max-w-full items-center truncate rounded bg-tint px-1.5 text-link"
    >
      <span className="truncate">{label ?? `…${String(value).slice(-8)}`}</span>
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
  // The same tag may be there twice: only places tell them apart.
  const tags = values.slice(0, tagsMax).map((tag, place) => ({ tag: String(tag), place }));
  return (
    <span className="flex gap-1">
      {tags.map(({ tag, place }) => (
        <Badge key={place}>{tag}</Badge>
      ))}
    </span>
  );
}

const tones = ["accent", "good", "warn", "neutral", "danger"] as const;

/** Each choice of a column in a tone of its own, as far as there are tones. */
function choiceTone(column: Column, value: Json): (typeof tones)[number] {
  const place = column.enum_values?.indexOf(String(value)) ?? -1;
  return place < 0 ? "neutral" : (tones[place % 4] ?? "neutral");
}
