import type { Role } from "#lib/db/scope.ts";
import { invalidInput } from "#lib/errors/app-error.ts";
import type { Organization } from "#lib/store/organizations/organization.ts";
import { requireRole } from "../authorize.ts";

/**
 * Refuses to give a role that is not the giver's to give.
 *
 * @throws {AppError} RH102 above the giver's own; RH002 for a second owner of what came with somebody's account, where their
 * projects go unless they say otherwise.
 */
export function requireGivable(organization: Organization, role: Role): void {
  requireRole(organization.role, role);
  if (organization.is_personal && role === "owner")
    throw invalidInput([{ path: "/role", message: "cannot be owner in somebody's own organization" }]);
}
