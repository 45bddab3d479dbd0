import { Minus, Pencil, Plus, Table2 } from "lucide-react";
import { TypeIcon } from "#components/tables/type-icon.tsx";
import { cn } from "#components/ui/cn.ts";
import type { Column } from "#lib/catalog/types.ts";
import type { CardHeaderProps, CardRowProps, Mark } from "./canvas-types.ts";

const markWords: { readonly [mark in Mark]: string } = {
  added: "New",
  changed: "Changed",
  removed: "Dropped",
};

const markLooks: { readonly [mark in Mark]: { icon: typeof Plus; text: string; row: string } } = {
  added: { icon: Plus, text: "text-good", row: "bg-good-tint" },
  changed: { icon: Pencil, text: "text-warn", row: "bg-warn-tint" },
  removed: { icon: Minus, text: "text-danger", row: "bg-danger-tint text-danger line-through" },
};

/** The sign of what happens to a table or a column; its word is read out. */
export function MarkSign({ mark, hasWord = false }: { readonly mark: Mark; readonly hasWord?: boolean }) {
  const { icon: Icon, text } = markLooks[mark];
  return (
    <span
      className={cn("inline-flex shrink-0 items-center gap-1 font-medium text-2xs", text)}
      title={markWords[mark]}
    >
      <Icon aria-hidden="true" className="size-3" />
      <span className={hasWord ? undefined : "sr-only"}>{markWords[mark]}</span>
    </span>
  );
}

export function rowLook(mark: Mark | undefined): string | undefined {
  return mark === undefined ? undefined : markLooks[mark].row;
}

export function CardHeader({ table, mark }: CardHeaderProps) {
  return (
    <div className="flex h-full items-center gap-2 px-3">
      <Table2 aria-hidden="true" className="size-4 shrink-0 text-link" />
      <span
        className={cn(
          "min-w-0 flex-1 truncate font-mono font-semibold text-[0.8125rem]",
          mark === "removed" && "text-danger line-through",
        )}
        title={table.description ?? table.name}
      >
        {table.name}
      </span>
      {mark ? <MarkSign mark={mark} hasWord /> : null}
    </div>
  );
}

export function CardRow({ column, mark }: CardRowProps) {
  return (
    <div className={cn("flex h-full items-center gap-2 px-3", rowLook(mark))}>
      <ColumnFacts column={column} mark={mark} />
    </div>
  );
}

/** What a row of a card says of its column. */
function ColumnFacts({ column, mark }: { readonly column: Column; readonly mark: Mark | undefined }) {
  return (
    <>
      <TypeIcon column={column} />
      <span className="min-w-0 flex-1 truncate font-mono text-xs" title={column.description ?? column.name}>
        {column.name}
        <RequiredStar column={column} />
      </span>
      <ColumnMarks column={column} />
      <span className="max-w-24 shrink-0 truncate font-mono text-2xs text-faint">{typeName(column)}</span>
      {mark ? <MarkSign mark={mark} /> : null}
    </>
  );
}

export function RequiredStar({ column }: { readonly column: Column }) {
  if (column.required !== true || column.primary_key === true) return null;
  return (
    <span title="Required" className="text-danger">
      <span aria-hidden="true">*</span>
      <span className="sr-only"> required</span>
    </span>
  );
}

export function ColumnMarks({ column }: { readonly column: Column }) {
  const marks = [
    ...(column.unique && !column.primary_key ? [{ sign: "U", words: "Unique" }] : []),
    ...(column.indexed ? [{ sign: "I", words: "Indexed" }] : []),
  ];
  return marks.map(({ sign, words }) => (
    <span
      key={sign}
      title={words}
      className="grid size-4 shrink-0 place-items-center rounded-sm border font-semibold text-[0.5625rem] text-soft"
    >
      <span aria-hidden="true">{sign}</span>
      <span className="sr-only">{words}</span>
    </span>
  ));
}

export function typeName(column: Column): string {
  return column.references ? `→ ${column.references.table}` : (column.sql_type ?? column.type);
}
