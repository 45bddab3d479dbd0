import { isKeyOf } from "../../catalog/column-facts.ts";
import type { Constraint, OnDelete } from "../../catalog/types.ts";
import { names, type TreeFields } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";
import { accountsTable, isAuthUsers } from "./accounts-table.ts";
import { expressionBehind } from "./expression-text.ts";
import { type DefinitionInput, relationName, tableNamed, unknownTable, unsupported } from "./step.ts";

export type ReadConstraint = Constraint;

/**
 * A constraint of a table, or of one column.
 *
 * @param columns of the column constraint; empty for a table's.
 */
export function constraintOf(
  input: DefinitionInput,
  node: TreeFields,
  columns: readonly string[],
): Constraint {
  const location = Number(node.location ?? 0);
  const name = node.conname === undefined ? {} : { name: String(node.conname) };
  if (node.deferrable === true || node.initdeferred === true)
    input.notices.push("the constraint is checked at the end of each statement, not of the transaction");
  // One that is NOT VALID holds for the rows that are there as well, or cannot be made.
  if (node.is_enforced === false)
    throw unsupported("A constraint that is not enforced", location, "Leave the constraint out.");
  if (node.indexname !== undefined)
    throw unsupported("A constraint that uses an index", location, "Name its columns.");
  switch (node.contype) {
    case "CONSTR_PRIMARY":
      return { kind: "primary_key", ...name, columns: names(node.keys) };
    case "CONSTR_UNIQUE":
      return { kind: "unique", ...name, columns: names(node.keys) };
    case "CONSTR_CHECK":
      return {
        kind: "check",
        ...name,
        ...(columns.length > 0 ? { columns } : {}),
        expression: expressionBehind(input, node, ["CHECK"]),
      };
    case "CONSTR_FOREIGN":
      return { kind: "foreign_key", ...name, ...foreignKey(input, node, columns) };
    case "CONSTR_EXCLUSION":
      throw unsupported(
        "EXCLUDE",
        location,
        "Leave the constraint out; a function in LANGUAGE sql can insert a row only where no other overlaps (INSERT … SELECT … WHERE NOT EXISTS …).",
      );
    default:
      throw unsupported(String(node.contype).replace("CONSTR_", "").replaceAll("_", " "), location);
  }
}

const actions: Readonly<Record<string, OnDelete>> = { c: "cascade", n: "set null", r: "restrict" };

function foreignKey(
  input: DefinitionInput,
  node: TreeFields,
  own: readonly string[],
): Pick<Constraint, "columns" | "references"> {
  const location = Number(node.location ?? 0);
  const columns = own.length > 0 ? own : names(node.fk_attrs);
  const action = String(node.fk_del_action ?? "a");
  if (action === "d") throw unsupported("ON DELETE SET DEFAULT", location, "Use ON DELETE SET NULL.");
  if (node.fk_del_set_cols !== undefined)
    throw unsupported("ON DELETE SET NULL (columns)", location, "Use ON DELETE SET NULL.");
  const update = String(node.fk_upd_action ?? "a");
  if (update === "d") throw unsupported("ON UPDATE SET DEFAULT", location, "Use ON UPDATE SET NULL.");
  if (node.fk_matchtype === "f" && columns.length > 1)
    throw unsupported(
      "MATCH FULL of several columns",
      location,
      "Leave it out, and add CHECK (num_nulls(a, b) IN (0, 2)) of the columns.",
    );
  const target = names(node.pk_attrs);
  refuseTarget(input, node.pktable as TreeFields, target);
  const [on_delete, on_update] = [actions[action], actions[update]];
  return {
    columns,
    references: {
      table: targetName(input, node.pktable as TreeFields),
      ...(target.length === 0 ? {} : { columns: target }),
      ...(on_delete === undefined ? {} : { on_delete }),
      ...(on_update === undefined ? {} : { on_update }),
    },
  };
}

/** `auth.users` of a Supabase project is the table of accounts that every database here begins with. */
function targetName({ catalog, notices }: DefinitionInput, relation: TreeFields): string {
  if (!isAuthUsers(relation)) return relationName(relation);
  const name = accountsTable(catalog)?.definition.name;
  if (name === undefined)
    throw unsupported("A reference to auth.users", Number(relation.location ?? 0), 'Create a table "users".');
  notices.push(`"auth"."users" is the table "${name}"`);
  return name;
}

/** What a reference points at is there and a key; of the table that is being made the definition's own rules say it. */
function refuseTarget(input: DefinitionInput, relation: TreeFields, columns: readonly string[]): void {
  const name = targetName({ ...input, notices: [] }, relation);
  if (name === (input.fields.relation as TreeFields | undefined)?.relname) return;
  const location = Number(relation.location ?? 0);
  const table = tableNamed(input.catalog, name);
  if (table === undefined) throw unknownTable(input.catalog, name, location);
  const known = new Set(table.definition.columns.map((column) => column.name));
  const strange = columns.find((column) => !known.has(column));
  if (strange !== undefined)
    throw new Refused(
      "undefinedColumn",
      `column "${strange}" referenced in foreign key constraint does not exist`,
    );
  if (columns.length > 0 && !isKeyOf(table.definition, columns))
    throw new Refused(
      "invalidForeignKey",
      `there is no unique constraint matching given keys for referenced table "${name}"`,
    );
}
