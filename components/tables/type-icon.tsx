import { KeyRound, Link as LinkIcon } from "lucide-react";
import type { Column } from "#lib/catalog/types.ts";
import { typeWords } from "./column-types.ts";

/** The column's kind at a glance: key, relation, or the icon of its type. Its name is read out, not only drawn. */
export function TypeIcon({ column }: { readonly column: Column }) {
  const words = typeWords[column.type];
  const label = column.primary_key ? "Key" : column.references ? "Relation" : words.label;
  const Icon = column.primary_key ? KeyRound : column.references ? LinkIcon : words.icon;
  return (
    <span className="inline-flex shrink-0 text-faint" title={label}>
      <Icon aria-hidden="true" className={column.primary_key ? "size-3.5 text-warn" : "size-3.5"} />
      <span className="sr-only">{label}</span>
    </span>
  );
}
