import { authError } from "#lib/auth/auth-error.ts";
import { toUserObject, type UserObject } from "#lib/auth/user-object.ts";
import { deleteEndUserSessions } from "#lib/store/end-users/end-user-session.ts";
import { audit } from "./audit.ts";
import { asCaller, type BearerRequest, changeAsCaller } from "./caller.ts";
import { deliver } from "./deliver.ts";
import { limitSending } from "./limits.ts";
import { sendToken } from "./send-token.ts";

/** The signed-in person. */
export function getEndUser(request: BearerRequest): Promise<UserObject> {
  return asCaller(request, async (_tx, _catalog, { account }) => toUserObject(account));
}

/** Ends this session, all of the person's, or all others. */
export async function logOutEndUser(request: BearerRequest, scope: string): Promise<void> {
  if (!["global", "local", "others"].includes(scope)) {
    throw authError("validation_failed", `Unsupported logout scope "${scope.slice(0, 40)}"`);
  }
  await changeAsCaller(request, async (tx, _catalog, { account, session }) => {
    const which = scope === "local" ? { only: session.id } : scope === "others" ? { except: session.id } : {};
    await tx.query(deleteEndUserSessions(request.project.scope, account.id, which));
    await audit(tx, request, "user_signed_out", { userId: account.id, details: { scope } });
  });
}

/** Sends the code that a change of password asks for. */
export async function reauthenticate(request: BearerRequest): Promise<void> {
  const caller = await asCaller(request, async (_tx, _catalog, found) => found.account);
  const phone = caller.phone_confirmed_at === null ? null : caller.phone;
  const to = caller.email?.toLowerCase() ?? phone;
  if (to === null) {
    throw authError(
      "validation_failed",
      "Reauthentication requires the user to have an email or a phone number",
    );
  }
  const channel = caller.email === null ? "sms" : "email";
  await limitSending(request, to, channel);
  const message = await changeAsCaller(request, async (tx, _catalog, { account }) => {
    await audit(tx, request, "reauthentication_requested", { userId: account.id });
    const template = channel === "sms" ? "sms" : "reauthentication";
    return sendToken(tx, request, account, { kind: "reauthentication", template, channel, to });
  });
  await deliver(request.project, message);
}
