import { authError } from "#lib/auth/auth-error.ts";
import { type Account, toUserObject } from "#lib/auth/user-object.ts";
import type { Catalog, CatalogFunction, FunctionStep, SignUpStep, SignUpWork } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import { sqlstateOf } from "#lib/errors/sqlstate.ts";
import { freeStep } from "#lib/query/calls/writing-body.ts";
import { foundArguments, writingCall } from "#lib/query/calls/writing-function.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { ident, join, sql } from "#lib/sql/sql.ts";
import { requireAccount } from "./sessions.ts";

/**
 * What the triggers on `auth.users` do for a new account, in the order of their names, in its transaction. As in Postgres
 * nothing binds them, and there is no account without them.
 *
 * @throws {AppError} unexpected_failure, in the words that Supabase's clients know; why is in the log.
 */
export async function runSignUpWork(tx: Transaction, catalog: Catalog, userId: string): Promise<void> {
  const triggered = (catalog.functions ?? []).flatMap((called) =>
    called.onSignUp?.trigger === undefined
      ? []
      : [{ called, work: called.onSignUp, trigger: called.onSignUp.trigger }],
  );
  if (triggered.length === 0) return;
  const account = await requireAccount(tx, catalog, userId);
  for (const { called, work, trigger } of triggered.toSorted((a, b) => (a.trigger < b.trigger ? -1 : 1))) {
    try {
      await new Run(tx, catalog, called, work, factsOf(account)).all();
    } catch (error) {
      runtime().log.warn({ err: error, project: catalog.projectId, trigger }, "a trigger stopped a sign-up");
      throw authError("unexpected_failure", "Database error saving new user");
    }
  }
}

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
class Run {
  readonly #tx: Transaction;
  readonly #catalog: Catalog;
  readonly #called: CatalogFunction;
  readonly #steps: readonly SignUpStep[];
  readonly #values: (string | null)[];

  constructor(
    tx: Transaction,
    catalog: Catalog,
    called: CatalogFunction,
    { arguments: args, given, steps }: SignUpWork,
    facts: Readonly<Record<string, string | null>>,
  ) {
    this.#tx = tx;
    this.#catalog = catalog;
    this.#called = { ...called, arguments: args, returns: { kind: "void" } };
    this.#steps = steps;
    this.#values = args.map((_, index) => facts[given[index] ?? ""] ?? null);
  }

  async all(): Promise<void> {
    await this.#carryOut(this.#steps);
  }

  /** @returns whether the function has returned. */
  async #carryOut(steps: readonly SignUpStep[]): Promise<boolean> {
    for (const step of steps) if (await this.#one(step)) return true;
    return false;
  }

  async #one(step: SignUpStep): Promise<boolean> {
    switch (step.kind) {
      case "return":
        return true;
      case "raise":
        throw Object.assign(new Error(step.message), { code: "P0001" });
      case "run":
        await this.#run(step.step, step.into);
        return false;
      case "if":
        return this.#carryOut(await this.#chosen(step));
      case "attempt":
        return this.#attempt(step);
    }
  }

  async #chosen({ arms, otherwise }: Extract<SignUpStep, { kind: "if" }>): Promise<readonly SignUpStep[]> {
    for (const { condition, steps } of arms) if ((await this.#row(condition, 1))[0] === "true") return steps;
    return otherwise;
  }

  async #attempt({ steps, forgives, returns }: Extract<SignUpStep, { kind: "attempt" }>): Promise<boolean> {
    const savepoint = ident("sign_up_attempt");
    await this.#tx.query(sql`savepoint ${savepoint}`);
    try {
      const isOver = await this.#carryOut(steps);
      await this.#tx.query(sql`release savepoint ${savepoint}`);
      return isOver;
    } catch (error) {
      const code = sqlstateOf(error) ?? "P0001";
      if (forgives !== "all" && !forgives.includes(code)) throw error;
      await this.#tx.query(sql`rollback to savepoint ${savepoint}`);
      runtime().log.info({ err: error, project: this.#catalog.projectId }, "a trigger let an error be");
      return returns;
    }
  }

  async #run(step: FunctionStep, into: readonly number[]): Promise<void> {
    const row = await this.#row(step, into.length);
    for (const [index, place] of into.entries()) this.#values[place] = row[index] ?? null;
  }

  /** Carries a statement out. @returns the first columns of its first row, as texts. */
  async #row(step: FunctionStep, count: number): Promise<readonly (string | null)[]> {
    const tools = { catalog: this.#catalog, parse: (text: string) => runtime().sqlParser.parse(text) };
    const body = await freeStep(tools, this.#called, step);
    const call = writingCall(this.#called, body, foundArguments(this.#called, this.#values));
    for (const text of call.before) await this.#tx.query(text);
    if (count === 0) {
      await this.#tx.query(sql`${call.with} ${call.result}`);
      return [];
    }
    const columns = Array.from({ length: count }, (_, index) => ident(`v${index}`));
    const texts = join(columns.map((column) => sql`${column}::text as ${column}`));
    const { rows } = await this.#tx.query<Record<string, string | null>>(
      sql`${call.with} select ${texts} from ${call.rows} as "$r" (${join(columns)}) limit 1`,
    );
    return columns.map((_, index) => rows[0]?.[`v${index}`] ?? null);
  }
}
