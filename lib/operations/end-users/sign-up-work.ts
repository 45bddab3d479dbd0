import { authError } from "#lib/auth/auth-error.ts";
import { type Account, toUserObject } from "#lib/auth/user-object.ts";
import type { Catalog, CatalogFunction, SignUpWork } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import { StepRun } from "#lib/query/calls/run-steps.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { transactionHost } from "../data-api/step-host.ts";
import { requireAccount } from "./sessions.ts";

/**
 * What the triggers on `auth.users` do for a new account, in the order of their names, in its transaction. As in Postgres
 * nothing binds them, and there is no account without them.
 *
 * @param seenAs the address that they are told instead of the account's own.
 * @throws {AppError} unexpected_failure, in the words that Supabase's clients know; why is its cause, and in the log.
 */
export async function runSignUpWork(
  tx: Transaction,
  catalog: Catalog,
  userId: string,
  seenAs: SeenAs = {},
): Promise<void> {
  const triggered = (catalog.functions ?? []).flatMap((called) =>
    called.onSignUp?.trigger === undefined
      ? []
      : [{ called, work: called.onSignUp, trigger: called.onSignUp.trigger }],
  );
  if (triggered.length === 0) return;
  const stored = await requireAccount(tx, catalog, userId);
  const account = { ...stored, ...seenAs, user_metadata: { ...stored.user_metadata, ...seenAs } };
  for (const { called, work, trigger } of triggered.toSorted((a, b) => (a.trigger < b.trigger ? -1 : 1))) {
    try {
      await runOf(tx, catalog, called, work, factsOf(account)).all(work.steps);
    } catch (error) {
      runtime().log.warn({ err: error, project: catalog.projectId, trigger }, "a trigger stopped a sign-up");
      throw authError("unexpected_failure", "Database error saving new user", { cause: error });
    }
  }
}

/** The address of somebody else. */
export type SeenAs = Partial<Record<"email" | "phone", string>>;

/** The columns of `auth.users`, as texts. */
function factsOf(account: Account): Readonly<Record<string, string | null>> {
  const { app_metadata: app } = toUserObject(account);
  return {
    id: account.id,
    aud: "authenticated",
    role: account.role,
    email: account.email,
    phone: account.phone,
    raw_user_meta_data: JSON.stringify(account.user_metadata),
    raw_app_meta_data: JSON.stringify(app),
    email_confirmed_at: account.email_confirmed_at,
    phone_confirmed_at: account.phone_confirmed_at,
    confirmed_at: account.email_confirmed_at ?? account.phone_confirmed_at,
    invited_at: account.invited_at,
    last_sign_in_at: account.last_sign_in_at,
    created_at: account.created_at,
    updated_at: account.updated_at,
    is_anonymous: String(account.is_anonymous),
  };
}

/** One trigger's function, with what its arguments have come to. */
function runOf(
  tx: Transaction,
  catalog: Catalog,
  called: CatalogFunction,
  { arguments: args, given }: SignUpWork,
  facts: Readonly<Record<string, string | null>>,
): StepRun {
  const values = args.map((_, index) => facts[given[index] ?? ""] ?? null);
  const tools = { catalog, parse: (text: string) => runtime().sqlParser.parse(text) };
  return new StepRun(
    { ...tools, ...transactionHost(tx, catalog) },
    { ...called, arguments: args, returns: { kind: "void" } },
    values,
  );
}
