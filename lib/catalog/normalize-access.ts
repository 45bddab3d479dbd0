import type { Policy, PolicyRole, RoleGrants, Table, TableGrants, TableVerb } from "./types.ts";

/** Everything: what a role has that no grant or revoke has touched. */
export const allGrants: RoleGrants = { select: true, insert: true, update: true, delete: true };

/** The one way of several to write a table's policies and grants. */
export function normalizeAccess({
  policies = [],
  grants = {},
}: Pick<Table, "policies" | "grants">): Pick<Table, "policies" | "grants"> {
  const anon = normalizeGrants(grants.anon);
  const authenticated = normalizeGrants(grants.authenticated);
  const kept: TableGrants = {
    ...(anon === undefined ? {} : { anon }),
    ...(authenticated === undefined ? {} : { authenticated }),
  };
  return {
    ...(policies.length === 0 ? {} : { policies: policies.map(normalizePolicy) }),
    ...(Object.keys(kept).length === 0 ? {} : { grants: kept }),
  };
}

/** What is the default is left out. */
export function normalizePolicy({ name, command, roles, kind, using, check }: Policy): Policy {
  const named = normalizeRoles(roles ?? ["public"]);
  return {
    name,
    ...(command === undefined || command === "all" ? {} : { command }),
    ...(named.includes("public") ? {} : { roles: named }),
    ...(kind === "restrictive" ? { kind } : {}),
    ...(using === undefined ? {} : { using: using.trim() }),
    ...(check === undefined ? {} : { check: check.trim() }),
  };
}

/** The roles that a list of names means. */
export function boundRoles(roles: readonly PolicyRole[] = ["public"]): readonly ("anon" | "authenticated")[] {
  const isMeant = (role: PolicyRole) => roles.includes(role) || roles.includes("public");
  return (["anon", "authenticated"] as const).filter(isMeant);
}

/** Whether a policy opens; a restrictive one only takes away. */
export function isPermissive({ kind }: Policy): boolean {
  return kind !== "restrictive";
}

/** Whether a policy is asked for a verb. */
export function appliesTo({ command = "all" }: Policy, verb: TableVerb): boolean {
  return command === "all" || command === verb;
}

/** The policies that are asked when a role does something; none of `service_role`, whom they do not bind. */
export function policiesFor(
  policies: readonly Policy[] = [],
  verb: TableVerb,
  role: "anon" | "authenticated" | "service_role",
): readonly Policy[] {
  const isMeant = ({ roles }: Policy) => boundRoles(roles).some((bound) => bound === role);
  return policies.filter((policy) => appliesTo(policy, verb) && isMeant(policy));
}

function normalizeRoles(roles: readonly PolicyRole[]): readonly PolicyRole[] {
  const bound = boundRoles(roles);
  return bound.length === 2 ? ["public"] : bound;
}

function normalizeGrants(grants: RoleGrants | undefined): RoleGrants | undefined {
  if (grants === undefined) return undefined;
  const columns = (given: boolean | readonly string[]) =>
    typeof given === "boolean" ? given : given.length === 0 ? false : [...new Set(given)].sort();
  const normal = {
    select: columns(grants.select),
    insert: columns(grants.insert),
    update: columns(grants.update),
    delete: grants.delete,
  };
  return Object.values(normal).every((each) => each === true) ? undefined : normal;
}
