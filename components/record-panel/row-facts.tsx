import type { Row } from "#components/api/types.ts";
import { formatMoment } from "#components/grid/format-value.ts";
import { recordKey } from "#components/grid/record-key.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { Table } from "#lib/catalog/types.ts";

/** What the server knows of a row: its key and its times. */
export function RowFacts({ table, row }: { readonly table: Table; readonly row: Row }) {
  const key = recordKey(table, row);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-1 border-t pt-4 text-faint text-xs">
      {key ? (
        <>
          <dt>Key</dt>
          <dd className="flex items-center gap-1">
            <span className="truncate font-mono">{key}</span>
            <CopyButton text={key} label="Copy the key" />
          </dd>
        </>
      ) : null}
      {(["created_at", "updated_at"] as const).map((name) =>
        row[name] == null ? null : (
          <div key={name} className="contents">
            <dt>{name === "created_at" ? "Created" : "Changed"}</dt>
            <dd className="tabular-nums">{formatMoment(String(row[name]))}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
