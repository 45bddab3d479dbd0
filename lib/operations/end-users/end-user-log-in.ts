import { isAppError } from "#lib/errors/app-error.ts";
import { wrongCredentials } from "../account/log-in.ts";
import { openAuthProject } from "../authorize.ts";
import type { Client } from "../start-session.ts";
import { type EndUserSignedIn, toSignedIn } from "./end-user-sign-up.ts";
import { signInEndUser } from "./sign-in.ts";

export interface EndUserLogInInput {
  readonly email: string;
  readonly password: string;
}

/**
 * Signs an end user of a generated app in, in the management API's words.
 *
 * @throws {AppError} RH004 if there is no such database; RH101, the same for an unknown e-mail and a wrong password;
 * an error of the auth otherwise.
 */
export async function endUserLogIn(
  databaseId: string,
  input: EndUserLogInInput,
  client: Client,
): Promise<EndUserSignedIn> {
  const project = await openAuthProject({ databaseId });
  try {
    return toSignedIn(await signInEndUser({ project, client }, input));
  } catch (error) {
    throw isAppError(error) && error.code === "invalid_credentials" ? wrongCredentials() : error;
  }
}
