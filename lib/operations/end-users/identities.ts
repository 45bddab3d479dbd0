import { authError } from "#lib/auth/auth-error.ts";
import { deleteIdentity, updateAccount } from "#lib/store/end-users/end-user.ts";
import { deleteEndUserSessions } from "#lib/store/end-users/end-user-session.ts";
import { audit } from "./audit.ts";
import { type BearerRequest, changeAsCaller } from "./caller.ts";

/** Takes one way to sign in from the signed-in person, who must keep another. */
export async function unlinkIdentity(request: BearerRequest, identityId: string): Promise<void> {
  const { scope, settings } = request.project;
  await changeAsCaller(request, async (tx, _catalog, { account, session }) => {
    if (!settings.manualLinkingEnabled) throw authError("manual_linking_disabled");
    const identity = account.identities.find(({ id }) => id === identityId.toLowerCase());
    if (identity === undefined) throw authError("identity_not_found");
    if (account.identities.length <= 1) throw authError("single_identity_not_deletable");
    await tx.query(deleteIdentity(scope, account.id, identity.id));
    if (identity.provider === "email")
      await tx.query(updateAccount(scope, account.id, { password_hash: null }));
    if (identity.provider === "phone") {
      await tx.query(updateAccount(scope, account.id, { phone: null, phone_confirmed_at: null }));
    }
    await tx.query(deleteEndUserSessions(scope, account.id, { except: session.id }));
    await audit(tx, request, "identity_unlinked", {
      userId: account.id,
      details: { provider: identity.provider },
    });
  });
}
