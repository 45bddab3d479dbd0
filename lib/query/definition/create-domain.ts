import { randomUUID } from "node:crypto";
import type { CatalogDomain } from "../../catalog/types.ts";
import { asList, type TreeFields, unwrap } from "../../expression/tree.ts";
import { behindDefault } from "../text/clauses.ts";
import { Refused } from "../write/refused.ts";
import { readType, refuseCollation } from "./column-definition.ts";
import { expressionBehind } from "./expression-text.ts";
import { type DefinitionInput, type DefinitionStep, nameOf, tableNamed, unsupported } from "./step.ts";

/** `CREATE DOMAIN email AS text NOT NULL CHECK (VALUE ~ '@')` */
export function createDomain(input: DefinitionInput): DefinitionStep {
  const { catalog, fields } = input;
  const name = nameOf(fields.domainname);
  const others = [...(catalog.domains ?? []), ...(catalog.enums ?? [])];
  if (others.some((own) => own.name === name) || tableNamed(catalog, name) !== undefined)
    throw new Refused("duplicateObject", `type "${name}" already exists`);
  if (fields.collClause !== undefined) refuseCollation(fields.collClause as TreeFields);
  const base = readType(input, fields.typeName as TreeFields);
  if (base.isSerial === true) throw new Refused("undefinedObject", 'type "serial" does not exist');
  if (base.type === "enum")
    throw unsupported("A domain over an enum", null, "Name the enum itself in the table.");
  const { type, sql_type: sqlType } = base;
  const { checks, ...rules } = constraintsOf(input);
  const domain: CatalogDomain = {
    id: randomUUID(),
    name,
    type,
    ...(sqlType === undefined ? {} : { sql_type: sqlType }),
    ...rules,
    checks,
  };
  return { command: "CREATE DOMAIN", changes: [], stored: [{ kind: "domain", domain }] };
}

function constraintsOf(input: DefinitionInput): Pick<CatalogDomain, "required" | "default" | "checks"> {
  const items = asList(input.fields.constraints).flatMap((item) => unwrap(item)?.fields ?? []);
  const nodes = items as readonly TreeFields[];
  const checks: string[] = [];
  let required = false;
  let value: string | undefined;
  for (const node of nodes) {
    if (node.contype === "CONSTR_NOTNULL") required = true;
    else if (node.contype === "CONSTR_CHECK") checks.push(expressionBehind(input, node, ["CHECK"]));
    else if (node.contype === "CONSTR_DEFAULT") value = defaultText(input, node, nodes);
    else if (node.contype !== "CONSTR_NULL")
      throw unsupported("This constraint of a domain", Number(node.location ?? 0));
  }
  return { checks, ...(required ? { required } : {}), ...(value === undefined ? {} : { default: value }) };
}

/** Up to the next constraint. */
function defaultText(
  { text, indexOf }: DefinitionInput,
  node: TreeFields,
  nodes: readonly TreeFields[],
): string {
  const at = (other: TreeFields) => indexOf(Number(other.location ?? 0));
  const ends = nodes.map(at).filter((place) => place > at(node));
  return behindDefault(text, { start: at(node), end: Math.min(text.length, ...ends) });
}
