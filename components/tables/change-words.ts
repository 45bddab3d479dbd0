import type { Change } from "#lib/catalog/types.ts";

/** One change of a schema in words, for lists of what will happen. */
export function changeWords(change: Change): string {
  switch (change.kind) {
    case "create_table":
      return `Create the table ${change.table.name}`;
    case "rename_table":
      return `Rename the table ${change.table} to ${change.to}`;
    case "drop_table":
      return `Drop the table ${change.table}`;
    case "restore_table":
      return `Restore the table ${change.table}`;
    case "describe_table":
      return `Describe the table ${change.table}`;
    case "move_table":
      return `Move the table ${change.table}`;
    case "add_constraint":
      return `Add a constraint to ${change.table}`;
    case "drop_constraint":
      return `Drop the constraint ${change.name} of ${change.table}`;
    case "create_policy":
      return `Add the rule ${change.policy.name} to ${change.table}`;
    case "alter_policy":
      return `Change the rule ${change.name} of ${change.table}`;
    case "drop_policy":
      return `Drop the rule ${change.name} of ${change.table}`;
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
      return `Add the column ${change.table}.${change.column.name}`;
    case "rename_column":
      return `Rename the column ${change.table}.${change.column} to ${change.to}`;
    case "alter_column":
      return `Change the column ${change.table}.${change.column}`;
    case "move_column":
      return `Move the column ${change.table}.${change.column}`;
    case "drop_column":
      return `Drop the column ${change.table}.${change.column}`;
    case "restore_column":
      return `Restore the column ${change.table}.${change.column}`;
  }
}
