import { type PolicyRole, policyRoles } from "../../catalog/access-types.ts";
import { functionSchemas, schemaOfFunction } from "../../catalog/function-schema.ts";
import type { Catalog, Change, Policy, TableVerb } from "../../catalog/types.ts";
import { asList, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { withoutCastsOfLabels } from "../own-types.ts";
import { insideOf, placedTokens } from "../text/clauses.ts";
import { Refused } from "../write/refused.ts";
import { functionsMeant } from "./function-signature.ts";
import {
  type DefinitionInput,
  type DefinitionStep,
  existingTable,
  functionNameOf,
  refuseUnknownColumn,
  type StoredChange,
  unsupported,
} from "./step.ts";

/** `CREATE POLICY p ON posts FOR select TO authenticated USING (…) WITH CHECK (…)` */
export function createPolicy(input: DefinitionInput): DefinitionStep {
  const { catalog, fields } = input;
  const table = existingTable(catalog, fields.table as TreeNode["fields"]);
  const name = String(fields.policy_name);
  const own = table.definition.name;
  if ((table.definition.policies ?? []).some((policy) => policy.name === name))
    throw new Refused("duplicateObject", `policy "${name}" for table "${own}" already exists`);
  const roles = rolesOf(fields.roles);
  const command = policyCommand(fields);
  const policy: Policy = {
    name,
    ...(command === "all" ? {} : { command }),
    ...(roles === null || roles.includes("public") ? {} : { roles }),
    ...(fields.permissive === true ? {} : { kind: "restrictive" }),
    ...conditions(input),
  };
  // What only service_role may do, it may do anyway.
  const changes: readonly Change[] =
    roles?.length === 0 ? [] : [{ kind: "create_policy", table: own, policy }];
  return { command: "CREATE POLICY", changes };
}

/** What a `CREATE POLICY` is about. */
export function policyCommand(fields: TreeNode["fields"]): TableVerb | "all" {
  return String(fields.cmd_name ?? "all") as TableVerb | "all";
}

/** `ALTER POLICY p ON posts TO … USING (…)` */
export function alterPolicy(input: DefinitionInput): DefinitionStep {
  const { catalog, fields } = input;
  const table = existingTable(catalog, fields.table as TreeNode["fields"]);
  const name = String(fields.policy_name);
  const roles = fields.roles === undefined ? null : rolesOf(fields.roles);
  const set = { ...(roles === null ? {} : { roles }), ...conditions(input) };
  return {
    command: "ALTER POLICY",
    changes: [{ kind: "alter_policy", table: table.definition.name, name, set }],
  };
}

function conditions(input: DefinitionInput): Pick<Policy, "using" | "check"> {
  const { fields } = input;
  const using = fields.qual === undefined ? undefined : conditionBehind(input, "USING");
  const check = fields.with_check === undefined ? undefined : conditionBehind(input, "CHECK");
  return { ...(using === undefined ? {} : { using }), ...(check === undefined ? {} : { check }) };
}

/** Guarded where rules are bound to their table, since they may say more than other expressions. */
function conditionBehind(
  { catalog, text, indexOf, fields }: DefinitionInput,
  word: "USING" | "CHECK",
): string {
  const relation = fields.table as TreeNode["fields"];
  const range = { start: indexOf(Number(relation.location ?? 0)), end: text.length };
  const placed = placedTokens(text, range);
  const at = placed.findIndex((token) => token.depth === 0 && token.word === word);
  const open = placed[at + 1];
  if (open === undefined) throw new RangeError("a condition without its word");
  const { inside } = insideOf(text, range, open);
  return withoutCastsOfLabels(catalog, text.slice(inside.start, inside.end).trim());
}

/** Roles that no rule binds, and Supabase's own, which nobody is here. */
const unboundRoles: readonly string[] = [
  "service_role",
  "postgres",
  "supabase_admin",
  "supabase_auth_admin",
  "supabase_storage_admin",
  "supabase_realtime_admin",
  "supabase_functions_admin",
  "supabase_read_only_user",
  "supabase_replication_admin",
  "dashboard_user",
  "authenticator",
  "pgbouncer",
];

/** The roles that rules bind; null: everybody. `service_role` and the owner's are bound by none. */
export function rolesOf(list: unknown): readonly PolicyRole[] | null {
  const roles = asList(list).map((item) => unwrap(item)?.fields ?? {});
  if (roles.length === 0) return null;
  return roles.flatMap(({ roletype, rolename, location }): PolicyRole[] => {
    if (roletype === "ROLESPEC_PUBLIC") return ["public"];
    const known = policyRoles.find((role) => role === rolename);
    if (known !== undefined) return [known];
    if (unboundRoles.includes(String(rolename))) return [];
    throw new Refused("undefinedObject", `role "${String(rolename)}" does not exist`, {
      location: Number(location ?? 0),
      hint: "The roles of an app are anon, authenticated and service_role.",
    });
  });
}

const verbs: readonly TableVerb[] = ["select", "insert", "update", "delete"];

/** `GRANT select, insert (a) ON posts TO anon`, and REVOKE. */
export function grant({ catalog, fields }: DefinitionInput): DefinitionStep {
  const isGrant = fields.is_grant === true;
  const command = isGrant ? "GRANT" : "REVOKE";
  const isAll = fields.targtype === "ACL_TARGET_ALL_IN_SCHEMA";
  const schemas = isAll ? names(fields.objects) : [];
  const known = functionSchemas(catalog);
  if (isAll && !schemas.some((schema) => schema === "public" || known.has(schema)))
    throw new Refused("invalidSchemaName", `schema "${schemas[0]}" does not exist`);
  if (fields.objtype === "OBJECT_SCHEMA" && names(fields.objects).join() === "public")
    return { command, changes: [], notice: "every role may use the schema public" };
  if (fields.objtype === "OBJECT_SCHEMA" && names(fields.objects).every((schema) => known.has(schema)))
    return { command, changes: [], notice: "what a schema's functions do is said by GRANT on these" };
  if (fields.objtype === "OBJECT_SEQUENCE")
    return { command, changes: [], notice: "who may insert may count" };
  if (["OBJECT_FUNCTION", "OBJECT_ROUTINE"].includes(String(fields.objtype)))
    return { command, changes: [], stored: executors(catalog, fields) };
  if (fields.objtype !== "OBJECT_TABLE" || (fields.targtype !== "ACL_TARGET_OBJECT" && !isAll))
    throw unsupported(
      `${command} on anything but tables`,
      null,
      "Leave the line out: only tables and functions have grants.",
    );
  const roles = rolesOf(fields.grantees) ?? [];
  const relations = asList(fields.objects).flatMap((item): TreeFields[] => {
    const relation = unwrap(item);
    return relation === null ? [] : [relation.fields];
  });
  const views = relations.filter(({ relname }) => catalog.views?.some(({ name }) => name === relname));
  const [view] = views;
  if (view !== undefined && !isGrant)
    throw unsupported(
      "REVOKE on a view",
      Number(view.location ?? 0),
      "Revoke it on the tables: a view shows what its reader may see of them.",
    );
  const tables = isAll
    ? catalog.tables.filter(() => schemas.includes("public"))
    : relations.flatMap((relation) => (views.includes(relation) ? [] : [existingTable(catalog, relation)]));
  const asked = privilegesAsked(fields);
  const kind = isGrant ? "grant" : "revoke";
  const changes = tables.flatMap((table) =>
    roles.length === 0
      ? []
      : asked.map(({ verb, columns }): Change => {
          for (const column of columns) refuseUnknownColumn(table, column);
          const named = columns.length === 0 ? {} : { columns };
          return { kind, table: table.definition.name, roles, privileges: [verb], ...named };
        }),
  );
  const notice =
    view === undefined
      ? {}
      : { notice: "a view shows what its reader may see of the tables, and needs no grant" };
  return { command, changes, ...notice };
}

/** `REVOKE EXECUTE ON FUNCTION f (int) FROM anon`, and GRANT. */
function executors(catalog: Catalog, fields: TreeNode["fields"]): readonly StoredChange[] {
  const roles = new Set(rolesOf(fields.grantees) ?? []);
  const isMeant = (role: "anon" | "authenticated") => roles.has(role) || roles.has("public");
  const meant = (["anon", "authenticated"] as const).filter(isMeant);
  const functions =
    fields.targtype === "ACL_TARGET_ALL_IN_SCHEMA"
      ? (catalog.functions ?? []).filter(({ name }) =>
          names(fields.objects).includes(schemaOfFunction(name) ?? "public"),
        )
      : asList(fields.objects).flatMap((item) => {
          const object = unwrap(item)?.fields ?? {};
          const name = functionNameOf(catalog, object.objname);
          const found = functionsMeant(catalog, name, object);
          if (found.length > 0) return found;
          throw new Refused("undefinedFunction", `could not find a function named "${name}"`);
        });
  return functions.map((called) => {
    const { closedTo = [], ...own } = called;
    const left = closedTo.filter((role) => !meant.includes(role));
    const closed = fields.is_grant === true ? left : [...left, ...meant];
    return { kind: "function", function: { ...own, ...(closed.length === 0 ? {} : { closedTo: closed }) } };
  });
}

/** What a GRANT or REVOKE on tables is about. */
export function privilegesAsked(
  fields: TreeNode["fields"],
): readonly { readonly verb: TableVerb; readonly columns: readonly string[] }[] {
  const privileges = asList(fields.privileges).map((item) => unwrap(item)?.fields ?? {});
  if (privileges.length === 0) return verbs.map((verb) => ({ verb, columns: [] }));
  return privileges.flatMap(privilege);
}

/** TRUNCATE, REFERENCES and TRIGGER mean nothing to an app, which can do neither. */
function privilege(fields: TreeNode["fields"]): { verb: TableVerb; columns: readonly string[] }[] {
  const columns = names(fields.cols);
  if (fields.priv_name === undefined) return verbs.map((verb) => ({ verb, columns }));
  const verb = verbs.find((known) => known === fields.priv_name);
  return verb === undefined ? [] : [{ verb, columns }];
}
