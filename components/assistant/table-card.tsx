import { ArrowRight } from "lucide-react";
import { TypeIcon } from "#components/tables/type-icon.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import type { Column, Constraint } from "#lib/catalog/types.ts";
import type { MarkedColumn, MarkedTable } from "./compare-schema.ts";

interface TableCardProps {
  readonly marked: MarkedTable;
  /** Tables whose columns point here. */
  readonly referencedBy: readonly string[];
}

/** The address of a table's card within the page. */
function cardId(table: string): string {
  return `table-${table}`;
}

/** One proposed table with its typed columns, keys and relations. */
export function TableCard({ marked, referencedBy }: TableCardProps) {
  const { table, mark, columns, dropped } = marked;
  return (
    <article
      id={cardId(table.name)}
      aria-label={`Table ${table.name}`}
      className="flex flex-col rounded-xl border bg-raised shadow-card target:border-link target:ring-2 target:ring-link"
    >
      <header className="border-b px-4 py-3">
        <div className="flex items-center justify-between gap-3">
          <h3 className="truncate font-mono font-semibold text-sm tracking-normal">{table.name}</h3>
          {mark === "new" ? <Badge tone="accent">New</Badge> : null}
          {mark === "changed" ? <Badge tone="warn">Changed</Badge> : null}
          {mark === "kept" ? <Badge>Exists</Badge> : null}
        </div>
        {table.description ? <p className="mt-0.5 text-faint text-xs">{table.description}</p> : null}
      </header>
      <ul className="py-1.5">
        {columns.filter(isShown).map((item) => (
          <ColumnLine key={item.column.name} item={item} />
        ))}
        {table.constraints?.map((constraint) => (
          <li key={JSON.stringify(constraint)} className="px-4 py-1 text-faint text-xs">
            {constraintWords(constraint)}
          </li>
        ))}
        <Bookkeeping names={columns.filter((item) => !isShown(item)).map((item) => item.column.name)} />
        {dropped.map((name) => (
          <li key={name} className="px-4 py-1 font-mono text-danger text-xs line-through">
            {name}
          </li>
        ))}
      </ul>
      {referencedBy.length > 0 ? (
        <footer className="mt-auto border-t px-4 py-2 text-faint text-xs">
          Referenced by <span className="font-mono">{referencedBy.join(", ")}</span>
        </footer>
      ) : null}
    </article>
  );
}

function ColumnLine({ item: { column, mark } }: { readonly item: MarkedColumn }) {
  return (
    <li className={cn("px-4 py-1", mark === "new" && "bg-good-tint", mark === "changed" && "bg-warn-tint")}>
      <div className="flex min-h-6 items-center gap-2.5">
        <TypeIcon column={column} />
        <span className="min-w-0 truncate font-mono text-xs">
          {column.name}
          {column.required && !column.primary_key ? <Required /> : null}
        </span>
        <span className="ml-auto flex shrink-0 items-center gap-1.5">
          {column.unique && !column.primary_key ? <Badge tone="outline">unique</Badge> : null}
          {column.references ? <RelationChip column={column} /> : <TypeName column={column} />}
        </span>
      </div>
      {column.enum_values?.length ? (
        <p className="pb-1 pl-6 text-faint text-xs">{column.enum_values.join(" · ")}</p>
      ) : null}
    </li>
  );
}

// The times of a row are in every table: they need no line of their own.
function isShown({ column, mark }: MarkedColumn): boolean {
  return mark !== "kept" || !/^(created|updated)_at$/.test(column.name);
}

function constraintWords({ kind, columns = [], expression }: Constraint): string {
  const names = columns.join(", ");
  switch (kind) {
    case "primary_key":
      return `Key: ${names} together`;
    case "unique":
      return `Unique: ${names} together`;
    case "index":
      return `Fast to find by ${names}`;
    case "foreign_key":
      return `Relation: ${names} together`;
    case "check":
      return `Always: ${expression}`;
  }
}

function Bookkeeping({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <li className="px-4 py-1 text-faint text-xs">
      and <span className="font-mono">{names.join(", ")}</span>
    </li>
  );
}

function Required() {
  return (
    <span title="Required" className="text-danger">
      <span aria-hidden="true">*</span>
      <span className="sr-only"> required</span>
    </span>
  );
}

function TypeName({ column }: { readonly column: Column }) {
  return <span className="font-mono text-faint text-xs">{column.type}</span>;
}

function RelationChip({ column }: { readonly column: Column }) {
  const target = column.references?.table ?? "";
  return (
    <a
      href={`#${cardId(target)}`}
      className="inline-flex items-center gap-1 rounded-full bg-tint px-2 py-0.5 font-mono text-2xs text-link hover:underline"
    >
      <ArrowRight aria-hidden="true" className="size-3" />
      <span className="sr-only">points to </span>
      {target}
    </a>
  );
}
