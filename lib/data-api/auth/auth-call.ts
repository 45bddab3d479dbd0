import { authError } from "#lib/auth/auth-error.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { type KeyOutcome, resolveKey } from "#lib/operations/data-api/resolve-caller.ts";
import type { BearerRequest } from "#lib/operations/end-users/caller.ts";
import { readCredentials } from "../credentials.ts";
import type { DataResponse, ServiceRequest } from "../data-request.ts";

/** One call of the auth that has passed its gate. */
export interface AuthCall extends BearerRequest {
  readonly request: ServiceRequest;
  readonly query: URLSearchParams;
  /** The parts of the path that its pattern names, in lower case where they are ids. */
  readonly params: { readonly [name: string]: string };
  /** Whether a key of the server's side came with it. */
  readonly isAdmin: boolean;
}

export interface AuthRoute {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** `:name` stands for a uuid. */
  readonly path: string;
  /** `open`: browsers come here by a link, without a key. `admin`: the server's own key. */
  readonly gate: "open" | "key" | "admin";
  /** It only tells, so that HEAD is answered as GET is. Without it HEAD is 405, as with GoTrue: who looks at a link must not use it up. */
  readonly isTelling?: true;
  readonly run: (call: AuthCall) => Promise<DataResponse>;
}

/** Who sends a call, by the project's keys. */
export interface CallKeys {
  readonly bearer: string | null;
  readonly isAdmin: boolean;
}

/**
 * Checks the project's key. The user's token is not looked at here: what is wrong with it is for the call to say, with
 * the code at which clients end their session.
 *
 * @throws {AppError} 401 without a good key.
 */
export async function requireKey(request: ServiceRequest, ref: string): Promise<CallKeys> {
  const { apikey: key, bearer, isFromBrowser } = readCredentials(request);
  const apikey = key === "" ? null : key;
  const given = apikey ?? bearer;
  if (given === null) throw refused("No API key found in request");
  const outcome = await resolveKey(given, ref);
  // A user's token stands in for the key that it was got with.
  if (!outcome.ok || (apikey !== null && outcome.verified.key === null)) throw refused("Invalid API key");
  const acting = bearer === null || bearer === given ? outcome : await resolveKey(bearer, ref);
  const isSecret = [outcome, acting].some((one) => one.ok && one.verified.key?.kind === "secret");
  if (isSecret && isFromBrowser) throw refused("Forbidden use of secret API key in browser");
  return { bearer, isAdmin: isServerKey(acting) };
}

/** @throws {AppError} not_admin */
export function requireAdmin({ bearer, isAdmin }: CallKeys): void {
  if (isAdmin) return;
  throw bearer === null ? authError("no_authorization") : authError("not_admin");
}

/** A key that may touch some tables only may touch no accounts. */
function isServerKey(outcome: KeyOutcome): boolean {
  if (!outcome.ok || outcome.verified.key === null) return false;
  const { kind, scopes } = outcome.verified.key;
  return (kind === "service_role" || kind === "secret") && scopes === null;
}

function refused(message: string): AppError {
  return new AppError("no_authorization", message, { status: 401 });
}
