import { typeWords } from "#components/tables/column-types.ts";
import type { Change, Column, ColumnSettings } from "#lib/catalog/types.ts";

/** What a change says beyond its name: columns of a new table, the settings that become others. */
export function changeDetails(change: Change): string {
  switch (change.kind) {
    case "create_table":
      return change.table.columns.map(({ name }) => name).join(", ");
    case "add_column":
      return columnWords(change.column);
    case "alter_column":
      return settingsWords(change.set);
    case "describe_table":
      return change.description;
    case "add_constraint":
      return `${change.constraint.kind.replace("_", " ")} ${change.constraint.columns?.join(", ") ?? change.constraint.expression ?? ""}`;
    default:
      return "";
  }
}

function columnWords({ type, references, required, unique, enum_values }: Column): string {
  return [
    references ? `points to ${references.table}` : typeWords[type].label,
    required ? "required" : "",
    unique ? "unique" : "",
    enum_values?.join(" · ") ?? "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

function settingsWords(set: ColumnSettings): string {
  const parts: string[] = [];
  if (set.type !== undefined) parts.push(`becomes ${typeWords[set.type].label.toLowerCase()}`);
  if (set.required !== undefined) parts.push(set.required ? "required" : "optional");
  if (set.unique !== undefined) parts.push(set.unique ? "unique" : "not unique any more");
  if (set.indexed !== undefined) parts.push(set.indexed ? "indexed" : "without an index");
  if (set.references !== undefined)
    parts.push(set.references === null ? "points nowhere any more" : `points to ${set.references.table}`);
  if (set.enum_values !== undefined) parts.push(`choices: ${set.enum_values.join(" · ")}`);
  if (set.default !== undefined)
    parts.push(set.default === null ? "without a default" : `default ${JSON.stringify(set.default)}`);
  if (set.description !== undefined) parts.push(set.description === "" ? "no description" : set.description);
  if (set.generated !== undefined)
    parts.push(set.generated === null ? "not computed any more" : `computed: ${set.generated}`);
  return parts.join(", ");
}
