import type { Catalog, CatalogView } from "../../catalog/types.ts";
import { asList, type TreeFields, unwrap } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";
import { refuseOwner } from "./alter-action.ts";
import { refuseUncheckable } from "./create-view.ts";
import { type DefinitionInput, type DefinitionStep, relationName, unsupported } from "./step.ts";
import { type ViewOptions, viewOptions } from "./view-options.ts";

/** `ALTER VIEW v SET (security_invoker = on)`, which every view does anyway, and `SET` and `RESET (check_option)`. */
export function alterView({ catalog, fields, notices }: DefinitionInput): DefinitionStep {
  const command = "ALTER VIEW";
  refuseOwner(fields);
  const name = relationName(fields.relation as TreeFields);
  const view = catalog.views?.find((own) => own.name === name);
  if (view === undefined) {
    const missing = `relation "${name}" does not exist`;
    if (fields.missing_ok === true) return { command, changes: [], notice: `${missing}, skipping` };
    throw new Refused("undefinedTable", missing);
  }
  let made = view;
  for (const item of asList(fields.cmds)) {
    const action = unwrap(item)?.fields ?? {};
    const options = unwrap(action.def)?.fields.items;
    if (action.subtype === "AT_ResetRelOptions") {
      if (resets(options, "check_option")) made = withCheck(catalog, made, null);
      continue;
    }
    if (action.subtype !== "AT_SetRelOptions")
      throw unsupported(
        "ALTER VIEW … ALTER COLUMN",
        null,
        "Put the default on the column of the table: what is inserted through the view gets it.",
      );
    const { check, notice } = viewOptions({ options });
    if (check !== null) made = withCheck(catalog, made, check);
    if (notice !== null) notices.push(notice);
  }
  return { command, changes: [], ...(made === view ? {} : { stored: [{ kind: "view", view: made }] }) };
}

function resets(options: unknown, name: string): boolean {
  return asList(options).some((option) => unwrap(option)?.fields.defname === name);
}

function withCheck(catalog: Catalog, view: CatalogView, check: ViewOptions["check"]): CatalogView {
  const { writes } = view;
  if (writes === undefined || "reason" in writes) {
    if (check !== null) refuseUncheckable(catalog, view);
    return view;
  }
  const { check: _, ...unchecked } = writes;
  const made = { ...view, writes: check === null ? unchecked : { ...unchecked, check } };
  if (check !== null) refuseUncheckable(catalog, made);
  return made;
}
