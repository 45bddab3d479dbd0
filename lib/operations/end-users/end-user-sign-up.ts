import type { UserObject } from "#lib/auth/user-object.ts";
import { AppError, invalidInput, isAppError } from "#lib/errors/app-error.ts";
import { openAuthProject } from "../authorize.ts";
import type { Client } from "../start-session.ts";
import { type SignUpAnswer, signUpEndUser } from "./sign-up.ts";

export interface EndUserSignUpInput {
  readonly email: string;
  readonly password: string;
  readonly full_name?: string | null;
}

/** What an end user's sign-up and sign-in answer. */
export interface EndUserSignedIn {
  readonly user: UserObject;
  /** Null while the app waits for the person to confirm an address; so are the next two. */
  readonly access_token: string | null;
  readonly refresh_token: string | null;
  /** Seconds that the access token is good for. */
  readonly expires_in: number | null;
}

/**
 * Makes an end user of a generated app, in the management API's words.
 *
 * @throws {AppError} RH004 if there is no such database, RH002 for a weak password, RH104 if the e-mail is taken.
 */
export async function endUserSignUp(
  databaseId: string,
  input: EndUserSignUpInput,
  client: Client,
): Promise<EndUserSignedIn> {
  const project = await openAuthProject({ databaseId });
  const { email, password } = input;
  const name = input.full_name?.trim();
  const data = name ? { full_name: name } : {};
  try {
    return toSignedIn(await signUpEndUser({ project, client }, { email, password, data }));
  } catch (error) {
    throw inOurWords(error);
  }
}

/** The name beside the user's other facts, where this API's callers look for it. */
export function toSignedIn(answer: SignUpAnswer): EndUserSignedIn {
  const named = (user: UserObject) => {
    const { full_name = null, avatar_url = null } = (user.user_metadata ?? {}) as UserObject;
    return { ...user, full_name, avatar_url };
  };
  if (!isSession(answer)) {
    return { user: named(answer), access_token: null, refresh_token: null, expires_in: null };
  }
  const { user, access_token, refresh_token, expires_in } = answer;
  return { user: named(user), access_token, refresh_token, expires_in };
}

function isSession(answer: SignUpAnswer): answer is Exclude<SignUpAnswer, UserObject> {
  return "access_token" in answer;
}

function inOurWords(error: unknown): unknown {
  if (!isAppError(error)) return error;
  switch (error.code) {
    case "user_already_exists":
    case "email_exists":
      return new AppError("RH104", "There is a user with this e-mail already.", { hint: "Sign in instead." });
    case "weak_password":
      return invalidInput([{ path: "/password", message: error.message }]);
    default:
      return error;
  }
}
