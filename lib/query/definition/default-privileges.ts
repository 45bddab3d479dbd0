import { randomUUID } from "node:crypto";
import { schemaOfFunction } from "../../catalog/function-schema.ts";
import { isOfTriggers } from "../../catalog/stored-objects.ts";
import type { AppRole, Catalog, CatalogPrivileges, Change, TableVerb } from "../../catalog/types.ts";
import { asList, names, type TreeFields, unwrap } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";
import { privilegesAsked, rolesOf } from "./policies.ts";
import type { DefinitionInput, DefinitionStep, StoredChange } from "./step.ts";

const appRoles: readonly AppRole[] = ["anon", "authenticated"];

/** `ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE … ON FUNCTIONS FROM anon`, and GRANT. */
export function alterDefaultPrivileges({ catalog, fields }: DefinitionInput): DefinitionStep {
  const command = "ALTER DEFAULT PRIVILEGES";
  refuseOtherSchema(fields);
  const action = fields.action as TreeFields;
  const meant = rolesMeant(action);
  if (meant.length === 0)
    return { command, changes: [], notice: "no rule binds the roles that this is about" };
  const old = catalog.privileges ?? { id: randomUUID(), name: "default", tables: {}, functions: [] };
  const isGrant = action.is_grant === true;
  const made = changed(old, action, meant, isGrant);
  if (made === null)
    return { command, changes: [], notice: "who may insert may count; types and schemas are open to all" };
  const isClosed = made.functions.length > 0 || Object.values(made.tables).some((verbs) => verbs.length > 0);
  if (!isClosed && catalog.privileges === undefined)
    return {
      command,
      changes: [],
      notice: "what is made later is open to these roles as it is, as far as its policies leave it rows",
    };
  return {
    command,
    changes: [],
    stored: [{ kind: "privileges", privileges: made }],
    notice: isClosed
      ? `of what is made later, closed: ${closedWords(made)}`
      : "what is made later is open to the roles of an app again",
  };
}

/** What a statement makes, without what default privileges have taken from the roles of an app. */
export function withDefaultPrivileges(catalog: Catalog, step: DefinitionStep): DefinitionStep {
  const { privileges, functions = [] } = catalog;
  if (privileges === undefined) return step;
  const known = new Set(functions.map(({ id }) => id));
  const changes = step.changes.flatMap((change) => [change, ...revokes(privileges, change)]);
  const stored = step.stored?.map((one): StoredChange => {
    if (one.kind !== "function" || known.has(one.function.id) || isOfTriggers(one.function)) return one;
    // They are said of what the data API shows.
    if (schemaOfFunction(one.function.name) !== null) return one;
    const closedTo = appRoles.filter((role) => privileges.functions.includes(role));
    return closedTo.length === 0 ? one : { kind: "function", function: { ...one.function, closedTo } };
  });
  return { ...step, changes, ...(stored === undefined ? {} : { stored }) };
}

function revokes({ tables }: CatalogPrivileges, change: Change): readonly Change[] {
  if (change.kind !== "create_table") return [];
  return appRoles.flatMap((role): Change[] => {
    const taken = tables[role] ?? [];
    if (taken.length === 0) return [];
    return [{ kind: "revoke", table: change.table.name, roles: [role], privileges: taken }];
  });
}

/** @returns null for what has no grants here. */
function changed(
  old: CatalogPrivileges,
  action: TreeFields,
  meant: readonly AppRole[],
  isGrant: boolean,
): CatalogPrivileges | null {
  const left = <T>(closed: readonly T[], asked: readonly T[]): readonly T[] => {
    const others = closed.filter((one) => !asked.includes(one));
    return isGrant ? others : [...others, ...asked];
  };
  if (action.objtype === "OBJECT_FUNCTION" || action.objtype === "OBJECT_ROUTINE")
    return { ...old, functions: left(old.functions, meant) };
  if (action.objtype !== "OBJECT_TABLE") return null;
  const verbs = [...new Set(privilegesAsked(action).map(({ verb }): TableVerb => verb))];
  const tables = { ...old.tables };
  for (const role of meant) tables[role] = left(tables[role] ?? [], verbs);
  return { ...old, tables };
}

function rolesMeant(action: TreeFields): readonly AppRole[] {
  const roles = new Set(rolesOf(action.grantees) ?? []);
  return appRoles.filter((role) => roles.has(role) || roles.has("public"));
}

function refuseOtherSchema({ options }: TreeFields): void {
  const schemas = asList(options).flatMap((item) => {
    const { defname, arg } = unwrap(item)?.fields ?? {};
    return defname === "schemas" ? names(unwrap(arg)?.fields.items ?? []) : [];
  });
  const other = schemas.find((schema) => schema !== "public");
  if (other !== undefined && !schemas.includes("public"))
    throw new Refused("invalidSchemaName", `schema "${other}" does not exist`);
}

function closedWords({ tables, functions }: CatalogPrivileges): string {
  const ofTables = appRoles.flatMap((role) => {
    const verbs = tables[role] ?? [];
    return verbs.length === 0 ? [] : [`${verbs.join(", ")} of tables to ${role}`];
  });
  const ofFunctions = functions.length === 0 ? [] : [`functions to ${functions.join(" and ")}`];
  return [...ofTables, ...ofFunctions].join("; ");
}
