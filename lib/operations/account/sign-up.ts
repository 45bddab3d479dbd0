import { randomUUID } from "node:crypto";
import { passwordProblem } from "#lib/auth/password-rules.ts";
import { systemScope } from "#lib/db/scope.ts";
import { AppError, invalidInput } from "#lib/errors/app-error.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { insertUser, type User } from "#lib/store/account/user.ts";
import { insertOrganization, type NewOrganization } from "#lib/store/organizations/organization.ts";
import { joinByInvitation } from "../organizations/join.ts";
import { type Client, type SignedIn, startSession } from "../start-session.ts";
import { addressKey, withinLimit } from "../within-limit.ts";
import { requireSignUp } from "./sign-up-rules.ts";

export interface SignUpInput {
  readonly email: string;
  readonly password: string;
  readonly name?: string | null;
  /** The token of a link that lets in while sign-up is closed, and into its organization at once. */
  readonly invitation?: string;
}

/**
 * Makes an account with its personal organization and its first session, in one transaction.
 *
 * @throws {AppError} RH002 for a weak password; RH106 and RH107 as `requireSignUp`; RH104 if the e-mail has an account already, RH006 past the
 * limit of the address.
 */
export async function signUp(input: SignUpInput, client: Client): Promise<SignedIn> {
  await withinLimit(addressKey(client.address), rateLimitRules.signUpByAddress);
  const problem = passwordProblem(input.password);
  if (problem !== null) throw invalidInput([{ path: "/password", message: problem }]);
  const invitation = input.invitation ?? null;
  await requireSignUp(input.email.trim(), invitation);
  const passwordHash = await runtime().passwords.hash(input.password);
  const name = input.name?.trim() || null;
  const account = { id: randomUUID(), email: input.email.trim(), name, passwordHash };
  return runtime().database.transaction(systemScope, async (tx) => {
    const { rows } = await tx.query<User>(insertUser(account));
    const [user] = rows;
    if (user === undefined) throw emailTaken();
    await tx.query(insertOrganization(personalOrganization(user)));
    if (invitation !== null) await joinByInvitation(tx, user.id, invitation);
    return startSession(tx, user, client);
  });
}

/** What every account gets for itself. */
export function personalOrganization({ id, name, email }: User): NewOrganization {
  return { id: randomUUID(), name: name ?? email, isPersonal: true, ownerId: id };
}

function emailTaken(): AppError {
  return new AppError("RH104", "There is an account with this e-mail already.", { hint: "Sign in instead." });
}
