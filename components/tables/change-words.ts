import type { Change, Column, ColumnSettings, Constraint, Json, Reference } from "#lib/catalog/types.ts";

/** One change of a schema in words, for lists of what will happen. */
export function changeWords(change: Change): string {
  switch (change.kind) {
    case "create_table":
      return `Create the table ${change.table.name}${listed(change.table.columns.map(({ name }) => name))}`;
    case "rename_table":
      return `Rename the table ${change.table} to ${change.to}`;
    case "drop_table":
      return `Drop the table ${change.table}${change.cascade ? ", and the relations that point at it" : ""}`;
    case "restore_table":
      return `Restore the table ${change.table}`;
    case "describe_table":
      return `Describe the table ${change.table}`;
    case "move_table":
      return `Move the table ${change.table}`;
    case "add_constraint":
      return `Add a constraint to ${change.table}${listed(constraintWords(change.constraint))}`;
    case "drop_constraint":
      return `Drop the constraint ${change.name} of ${change.table}`;
    case "create_policy":
      return `Add the rule “${change.policy.name}” to ${change.table}`;
    case "alter_policy":
      return `Change the rule “${change.name}” of ${change.table}`;
    case "drop_policy":
      return `Drop the rule “${change.name}” of ${change.table}`;
    case "grant":
      return `Let ${change.roles.join(" and ")} ${change.privileges.join(", ")} in ${change.table}`;
    case "revoke":
      return `No longer let ${change.roles.join(" and ")} ${change.privileges.join(", ")} in ${change.table}`;
    default:
      return columnWords(change);
  }
}

type ColumnChange = Extract<
  Change,
  { kind: "add_column" | "rename_column" | "alter_column" | "move_column" | "drop_column" | "restore_column" }
>;

function columnWords(change: ColumnChange): string {
  switch (change.kind) {
    case "add_column":
      return `Add the column ${change.table}.${change.column.name}${listed(columnWordsOf(change.column))}`;
    case "rename_column":
      return `Rename the column ${change.table}.${change.column} to ${change.to}`;
    case "alter_column":
      return `Change the column ${change.table}.${change.column}${listed(settingWords(change.set))}`;
    case "move_column":
      return change.after === null
        ? `Move the column ${change.table}.${change.column} to the front`
        : `Move the column ${change.table}.${change.column} behind ${change.after}`;
    case "drop_column":
      return `Drop the column ${change.table}.${change.column}${change.cascade ? ", and what needs it" : ""}`;
    case "restore_column":
      return `Restore the column ${change.table}.${change.column}`;
  }
}

/** `: text, required`; at most a handful, since a line is read at a glance. */
function listed(parts: readonly string[]): string {
  if (parts.length === 0) return "";
  const shown = parts.slice(0, 6).join(", ");
  return parts.length > 6 ? `: ${shown} and ${parts.length - 6} more` : `: ${shown}`;
}

function columnWordsOf(column: Column): readonly string[] {
  const { references, type, sql_type, required, unique, indexed, enum_values, default: value } = column;
  return [
    references ? referenceWords(references) : (sql_type ?? type),
    ...(enum_values && !references ? [`one of ${enum_values.join(" · ")}`] : []),
    ...(required ? ["required"] : []),
    ...(unique ? ["unique"] : []),
    ...(indexed ? ["indexed"] : []),
    ...(value == null ? [] : [`default ${valueText(value)}`]),
  ];
}

function settingWords(set: ColumnSettings): readonly string[] {
  const { references, type, sql_type, required, unique, indexed, description, enum_values } = set;
  return [
    ...(references ? [referenceWords(references)] : references === null ? ["no relation"] : []),
    ...(type === undefined || references ? [] : [`type ${sql_type ?? type}`]),
    ...(enum_values ? [`one of ${enum_values.join(" · ")}`] : []),
    ...flagWords({ required, unique, indexed }),
    ...("default" in set ? [set.default == null ? "no default" : `default ${valueText(set.default)}`] : []),
    ...("default_expression" in set
      ? [set.default_expression ? `default ${set.default_expression}` : "no default"]
      : []),
    ...("generated" in set ? [set.generated ? `computed as ${set.generated}` : "not computed"] : []),
    ...("touched_by" in set ? [set.touched_by ? "set by every change" : "not set by changes any more"] : []),
    ...("identity" in set ? [set.identity ? "counted up" : "not counted up"] : []),
    ...(description === undefined ? [] : [description === "" ? "no description" : `“${description}”`]),
  ];
}

const negatives: { readonly [flag: string]: string } = {
  required: "optional",
  unique: "not unique",
  indexed: "no index",
};

function flagWords(flags: { readonly [flag: string]: boolean | undefined }): readonly string[] {
  return Object.entries(flags).flatMap(([flag, is]) =>
    is === undefined ? [] : [is ? flag : (negatives[flag] ?? `not ${flag}`)],
  );
}

const actions: { readonly [action: string]: string } = {
  cascade: "deleted with it",
  "set null": "emptied when it is deleted",
};

function referenceWords({ table, column, on_delete }: Reference): string {
  const action = actions[on_delete ?? ""];
  return `points at ${table}.${column}${action ? ` (${action})` : ""}`;
}

function constraintWords({ kind, columns = [], expression, references }: Constraint): readonly string[] {
  if (kind === "check") return [`always ${expression}`];
  const words = {
    primary_key: "key",
    unique: "unique together",
    index: "indexed together",
    foreign_key: "relation",
  };
  return [`${words[kind]} ${columns.join(" + ")}${references ? ` at ${references.table}` : ""}`];
}

function valueText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
