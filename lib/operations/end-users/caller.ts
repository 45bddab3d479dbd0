import { authError } from "#lib/auth/auth-error.ts";
import type { Account } from "#lib/auth/user-object.ts";
import type { Catalog } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { EndUserSession } from "#lib/store/end-users/end-user-session.ts";
import { resolveKey } from "../data-api/resolve-caller.ts";
import { readInCatalog, writeInCatalog } from "../in-catalog.ts";
import { findAccount } from "./accounts.ts";
import type { AuthRequest } from "./auth-project.ts";
import { findSession, isSessionOver } from "./sessions.ts";

/** The signed-in person that a request comes from. */
export interface Caller {
  readonly account: Account;
  readonly session: EndUserSession;
}

/** A request with the access token that it brought. */
export interface BearerRequest extends AuthRequest {
  readonly bearer: string | null;
}

/**
 * Reads on behalf of the signed-in person.
 *
 * @throws {AppError} no_authorization, bad_jwt, user_not_found, session_not_found: those at which clients drop a session.
 */
export async function asCaller<T>(
  request: BearerRequest,
  work: (tx: Transaction, catalog: Catalog, caller: Caller) => Promise<T>,
): Promise<T> {
  const token = await readToken(request);
  return readInCatalog(request.project.scope, async (tx, catalog) =>
    work(tx, catalog, await findCaller(tx, catalog, request, token)),
  );
}

/** As `asCaller`, writing. */
export async function changeAsCaller<T>(
  request: BearerRequest,
  work: (tx: Transaction, catalog: Catalog, caller: Caller) => Promise<T>,
): Promise<T> {
  const token = await readToken(request);
  return writeInCatalog(request.project.scope, "shared", async (tx, catalog) =>
    work(tx, catalog, await findCaller(tx, catalog, request, token)),
  );
}

const tokenIsExpired =
  "invalid JWT: unable to parse or verify signature, token has invalid claims: token is expired";

interface TokenIds {
  readonly userId: string;
  readonly sessionId: string;
}

async function readToken({ project, bearer }: BearerRequest): Promise<TokenIds> {
  if (bearer === null) throw authError("no_authorization");
  const outcome = await resolveKey(bearer, project.ref);
  if (!outcome.ok) throw authError("bad_jwt", outcome.reason === "expired" ? tokenIsExpired : undefined);
  const { sub, session_id: sessionId } = outcome.verified.claims ?? {};
  if (typeof sub !== "string") throw authError("bad_jwt", "invalid claim: missing sub claim");
  if (typeof sessionId !== "string") throw authError("bad_jwt", "invalid claim: missing session_id claim");
  return { userId: sub, sessionId };
}

async function findCaller(
  tx: Transaction,
  catalog: Catalog,
  { project }: AuthRequest,
  { userId, sessionId }: TokenIds,
): Promise<Caller> {
  const [account, session] = await Promise.all([
    findAccount(tx, catalog, { id: userId }),
    findSession(tx, project, sessionId),
  ]);
  if (account === null) {
    throw authError("user_not_found", "User from sub claim in JWT does not exist", { status: 403 });
  }
  if (session === null || session.user_id !== userId || isSessionOver(session, project)) {
    throw authError("session_not_found");
  }
  return { account, session };
}
