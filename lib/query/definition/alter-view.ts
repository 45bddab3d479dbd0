import { asList, type TreeFields, unwrap } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";
import { refuseOwner } from "./alter-action.ts";
import { type DefinitionInput, type DefinitionStep, relationName, unsupported } from "./step.ts";
import { viewOptions } from "./view-options.ts";

/** `ALTER VIEW v SET (security_invoker = on)`, which every view does anyway. */
export function alterView({ catalog, fields, notices }: DefinitionInput): DefinitionStep {
  const command = "ALTER VIEW";
  refuseOwner(fields);
  const name = relationName(fields.relation as TreeFields);
  if (catalog.views?.some((view) => view.name === name) !== true) {
    const missing = `relation "${name}" does not exist`;
    if (fields.missing_ok === true) return { command, changes: [], notice: `${missing}, skipping` };
    throw new Refused("undefinedTable", missing);
  }
  for (const item of asList(fields.cmds)) {
    const action = unwrap(item)?.fields ?? {};
    const options = unwrap(action.def)?.fields.items;
    if (action.subtype !== "AT_SetRelOptions" && action.subtype !== "AT_ResetRelOptions")
      throw unsupported(
        "ALTER VIEW … ALTER COLUMN",
        null,
        "Put the default on the column of the table: what is inserted through the view gets it.",
      );
    const { check, notice } = viewOptions({ options });
    if (check !== null)
      throw unsupported("ALTER VIEW … SET (check_option)", null, "Make the view anew with it.");
    if (notice !== null) notices.push(notice);
  }
  return { command, changes: [] };
}
