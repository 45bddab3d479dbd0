import { authError } from "#lib/auth/auth-error.ts";
import type { Factor } from "#lib/auth/user-object.ts";
import { deleteFactor } from "#lib/store/end-users/factor.ts";
import { writeInCatalog } from "../in-catalog.ts";
import { audit } from "./audit.ts";
import type { AuthRequest } from "./auth-project.ts";
import { lowerIfLast } from "./factors.ts";
import { requireUser } from "./find-users.ts";

/** Takes a factor from somebody who lost their device. @throws {AppError} user_not_found, mfa_factor_not_found */
export function removeFactor(request: AuthRequest, userId: string, factorId: string): Promise<Factor> {
  return writeInCatalog(request.project.scope, "shared", async (tx, catalog) => {
    const account = await requireUser(tx, catalog, userId);
    const factor = account.factors.find(({ id }) => id === factorId);
    if (factor === undefined) throw authError("mfa_factor_not_found");
    await tx.query(deleteFactor(request.project.scope, userId, factorId));
    await lowerIfLast(tx, request, account, factorId);
    await audit(tx, request, "factor_removed", { userId, details: { factor_id: factorId, by: "admin" } });
    return factor;
  });
}
