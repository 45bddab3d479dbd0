import { randomUUID } from "node:crypto";
import type { Transaction } from "#lib/db/database.ts";
import { insertIdentity } from "#lib/store/end-users/end-user.ts";
import { audit } from "./audit.ts";
import type { AuthRequest } from "./auth-project.ts";

/** One more way in which a person can be known. */
export async function addIdentity(
  tx: Transaction,
  request: AuthRequest,
  userId: string,
  {
    provider,
    providerId,
    data,
  }: { readonly provider: string; readonly providerId: string; readonly data: object },
): Promise<void> {
  const identity = { id: randomUUID(), userId, provider, providerId, data: { sub: providerId, ...data } };
  await tx.query(insertIdentity(request.project.scope, identity));
  await audit(tx, request, "identity_linked", { userId, details: { provider } });
}
