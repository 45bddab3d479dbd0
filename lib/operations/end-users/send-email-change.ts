import type { Account } from "#lib/auth/user-object.ts";
import type { Transaction } from "#lib/db/database.ts";
import { updateAccount } from "#lib/store/end-users/end-user.ts";
import type { AuthRequest } from "./auth-project.ts";
import { type Outgoing, sendToken, type TokenOrder } from "./send-token.ts";

/** Asks both addresses, or the new one alone, to confirm a change. */
export async function sendEmailChange(
  tx: Transaction,
  request: AuthRequest,
  account: Account,
  change: {
    readonly newEmail: string;
    readonly redirectTo: string | null;
    readonly flow: TokenOrder["flow"];
  },
): Promise<readonly Outgoing[]> {
  const { scope, settings } = request.project;
  const { newEmail, redirectTo, flow = null } = change;
  await tx.query(updateAccount(scope, account.id, { new_email: newEmail, email_change_confirmed: [] }));
  const changing = { ...account, new_email: newEmail };
  const order = {
    template: "email_change",
    channel: "email",
    type: "email_change",
    redirectTo,
    flow,
  } as const;
  const sent = [await sendToken(tx, request, changing, { ...order, kind: "email_change_new", to: newEmail })];
  if (settings.doubleConfirmEmailChange && account.email !== null) {
    const current = { ...order, kind: "email_change_current", to: account.email.toLowerCase() } as const;
    sent.push(await sendToken(tx, request, changing, current));
  }
  return sent;
}
