import { asList, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";
import type { DefinitionInput } from "./step.ts";

/** @throws {Refused} 42601 for clauses of a column that exclude each other, as Postgres comes to them. */
export function refuseContradictions(
  { fields }: Pick<DefinitionInput, "fields">,
  name: string,
  items: readonly TreeNode[],
  isSerial: boolean,
): void {
  const table = String((fields.relation as TreeFields | undefined)?.relname ?? "");
  const refuse = (what: string, { fields: node }: TreeNode) =>
    new Refused("syntaxError", `${what} for column "${name}" of table "${table}"`, {
      location: Number(node.location ?? 0),
    });
  const seen = new Set<string>(isSerial ? ["CONSTR_DEFAULT"] : []);
  for (const item of items) {
    const kind = String(item.fields.contype);
    const said = contradictions[kind]?.find(([other]) => seen.has(other))?.[1];
    if (said !== undefined) throw refuse(said, item);
    seen.add(kind);
  }
  refuseGeneratedReference(items);
}

const nulls = "conflicting NULL/NOT NULL declarations";
const both = (one: string, other: string) => `both ${one} and ${other} specified`;
const expression = "generation expression";

/** By a clause: those in front of it that it cannot stand beside, and what is said then. */
const contradictions: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  CONSTR_NULL: [
    ["CONSTR_NOTNULL", nulls],
    ["CONSTR_PRIMARY", nulls],
  ],
  CONSTR_NOTNULL: [["CONSTR_NULL", nulls]],
  CONSTR_PRIMARY: [["CONSTR_NULL", nulls]],
  CONSTR_DEFAULT: [
    ["CONSTR_DEFAULT", "multiple default values specified"],
    ["CONSTR_IDENTITY", both("default", "identity")],
    ["CONSTR_GENERATED", both("default", expression)],
  ],
  CONSTR_IDENTITY: [
    ["CONSTR_IDENTITY", "multiple identity specifications"],
    ["CONSTR_DEFAULT", both("default", "identity")],
    ["CONSTR_GENERATED", both("identity", expression)],
  ],
  CONSTR_GENERATED: [
    ["CONSTR_GENERATED", "multiple generation clauses specified"],
    ["CONSTR_DEFAULT", both("default", expression)],
    ["CONSTR_IDENTITY", both("identity", expression)],
  ],
};

/** What is computed cannot be emptied or follow a key. */
function refuseGeneratedReference(items: readonly TreeNode[]): void {
  const of = (kind: string) => items.find(({ fields }) => fields.contype === kind)?.fields;
  const reference = of("CONSTR_FOREIGN");
  if (of("CONSTR_GENERATED") === undefined || reference === undefined) return;
  const invalid = (event: string) =>
    new Refused(
      "syntaxError",
      `invalid ON ${event} action for foreign key constraint containing generated column`,
    );
  if (/^[ndc]$/.test(String(reference.fk_upd_action))) throw invalid("UPDATE");
  if (/^[nd]$/.test(String(reference.fk_del_action))) throw invalid("DELETE");
}

/** The clauses behind a column's type. */
export function clausesOf(node: TreeFields): readonly TreeNode[] {
  return asList(node.constraints).flatMap((item) => unwrap(item) ?? []);
}
