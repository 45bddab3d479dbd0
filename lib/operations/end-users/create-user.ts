import { randomInt, randomUUID } from "node:crypto";
import type { Catalog } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import { isAppError } from "#lib/errors/app-error.ts";
import { sqlstateOf } from "#lib/errors/sqlstate.ts";
import { sql } from "#lib/sql/sql.ts";
import { ensureAccount, insertIdentity, updateAccount } from "#lib/store/end-users/end-user.ts";
import { audit } from "./audit.ts";
import type { AuthRequest } from "./auth-project.ts";
import { insertProfile } from "./profile-row.ts";
import { runSignUpWork, type SeenAs } from "./sign-up-work.ts";

export interface NewUser {
  /** Default: a new one. */
  readonly id?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly passwordHash: string | null;
  readonly data?: { readonly [key: string]: unknown };
  /** Default: as the settings say. */
  readonly isConfirmed?: boolean;
  /** The metadata is stored as it is given, without the facts that a sign-up adds. */
  readonly hasOwnMetadata?: boolean;
  /** Default: the address that it has. */
  readonly seenAs?: SeenAs;
}

/** The profile row, the account and the first identities; its id. */
export async function createUser(
  tx: Transaction,
  catalog: Catalog,
  request: AuthRequest,
  input: NewUser,
): Promise<string> {
  const { scope, settings } = request.project;
  const { email, phone, passwordHash, data = {} } = input;
  const id = await insertProfile(tx, catalog, {
    ...(input.id === undefined ? {} : { id: input.id }),
    email: email ?? null,
    metadata: data,
  });
  const isEmailFine = email !== undefined && (input.isConfirmed ?? !settings.confirmEmail);
  const isPhoneFine = phone !== undefined && (input.isConfirmed ?? !settings.confirmPhone);
  const now = new Date();
  await tx.query(ensureAccount(scope, id));
  await tx.query(
    updateAccount(scope, id, {
      password_hash: passwordHash,
      confirmed_email: isEmailFine ? email : null,
      email_confirmed_at: isEmailFine ? now : null,
      phone: phone ?? null,
      phone_confirmed_at: isPhoneFine ? now : null,
      user_metadata:
        input.hasOwnMetadata === true
          ? data
          : {
              ...data,
              sub: id,
              ...(email === undefined ? {} : { email }),
              ...(phone === undefined ? {} : { phone }),
              email_verified: isEmailFine,
              phone_verified: isPhoneFine,
            },
    }),
  );
  const kinds = [
    ["email", email],
    ["phone", phone],
  ] as const;
  for (const [provider, address] of kinds) {
    if (address === undefined) continue;
    const known = { sub: id, [provider]: address, email_verified: false, phone_verified: false };
    await tx.query(
      insertIdentity(scope, { id: randomUUID(), userId: id, provider, providerId: id, data: known }),
    );
  }
  await audit(tx, request, "user_signed_up", {
    userId: id,
    details: { provider: email === undefined ? "phone" : "email" },
  });
  await runSignUpWork(tx, catalog, id, input.seenAs);
  return id;
}

/**
 * Does, and undoes, what a sign-up under a known address would have done were it unknown. What stops newcomers stops this one in
 * the same words: else a trigger that refuses would tell who has an account.
 *
 * @throws {AppError} what a newcomer would be told.
 */
export async function rehearseUser(
  tx: Transaction,
  catalog: Catalog,
  request: AuthRequest,
  input: NewUser & { readonly seenAs: SeenAs },
): Promise<void> {
  const failed = await trial(tx, catalog, request, input);
  if (failed === null) return;
  if (!isTaken(failed)) throw failed;
  // The key that is taken may be that of the address itself, which would be nobody's: another says whether it is.
  const again = await trial(tx, catalog, request, { ...input, seenAs: strangerLike(input.seenAs) });
  if (again !== null && isTaken(again)) throw again;
}

/** What making an account of nobody's address ends with; nothing of it stays. */
async function trial(
  tx: Transaction,
  catalog: Catalog,
  request: AuthRequest,
  input: NewUser,
): Promise<unknown> {
  const stranger =
    input.phone === undefined ? { email: `${randomUUID()}@example.invalid` } : { phone: noPhone() };
  await tx.query(sql`savepoint "$rehearsal"`);
  const failed = await createUser(tx, catalog, request, { ...input, ...stranger }).then(
    () => null,
    (error: unknown) => error,
  );
  await tx.query(sql`rollback to savepoint "$rehearsal"`);
  await tx.query(sql`release savepoint "$rehearsal"`);
  return failed;
}

function isTaken(error: unknown): boolean {
  const { cause } = error as { cause?: unknown };
  return (isAppError(cause) ? cause.code : sqlstateOf(cause)) === "23505";
}

/** Another address of the same domain. */
function strangerLike({ email }: SeenAs): SeenAs {
  return email === undefined ? { phone: noPhone() } : { email: email.replace(/^.*(?=@)/, randomUUID()) };
}

/** Longer than any number that there is. */
function noPhone(): string {
  return String(randomInt(10 ** 12, 10 ** 14)).padStart(18, "9");
}
