import { systemScope } from "#lib/db/scope.ts";
import { AppError, invalidInput } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { anyUser } from "#lib/store/account/user.ts";
import { findOpenInvitation } from "../organizations/find-invitation.ts";

/** Whether anybody may make an account here; an invitation lets in besides. */
export async function isSignUpOpen(): Promise<boolean> {
  return runtime().config.signUp.isOpen || (await isUnused());
}

/**
 * Lets an invited person sign up, and others as far as the configuration does. The first account of all is always let in: it
 * is made by whoever has set the server up.
 *
 * @param invitation the token of a link.
 * @throws {AppError} RH106 while sign-up is closed; RH002 for an address that may not have an account here; RH107 for an
 * invitation that is not good.
 */
export async function requireSignUp(email: string, invitation: string | null): Promise<void> {
  if (invitation !== null) {
    await findOpenInvitation(invitation);
    return;
  }
  if (await isUnused()) return;
  if (!runtime().config.signUp.isOpen) {
    throw new AppError("RH106", "Only who is invited can make an account here.", {
      hint: "Ask somebody who has one for an invitation.",
    });
  }
  requireAllowedAddress(email);
}

/** @throws {AppError} RH002 unless the address is of one of the configured domains. */
export function requireAllowedAddress(email: string): void {
  const { domains } = runtime().config.signUp;
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  if (domains.length === 0 || domains.includes(domain)) return;
  throw invalidInput([{ path: "/email", message: `must be an address at ${domains.join(" or ")}` }]);
}

async function isUnused(): Promise<boolean> {
  const { rows } = await runtime().database.query<{ exists: boolean }>(systemScope, anyUser());
  return rows[0]?.exists === false;
}
