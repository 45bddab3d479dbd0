import { createHash } from "node:crypto";
import { createBuiltinSchemaGenerator } from "#lib/ai/builtin-schema-generator.ts";
import { createBuiltinSqlGenerator } from "#lib/ai/builtin-sql-generator.ts";
import type { PasswordHasher } from "#lib/auth/password-hasher.ts";
import { createBodyRoom } from "#lib/limits/body-room.ts";
import { memoryLimiter } from "#lib/limits/memory-limiter.ts";
import type { RateLimiter, RateLimitResult, RateLimitRule } from "#lib/limits/rate-limiter.ts";
import { createLog } from "#lib/log.ts";
import { createIdentityProviders } from "#lib/oauth/identity-providers.ts";
import { type SignUpInput, signUp } from "#lib/operations/account/sign-up.ts";
import type { Actor } from "#lib/operations/actor.ts";
import { authenticate } from "#lib/operations/authenticate.ts";
import type { Client } from "#lib/operations/start-session.ts";
import { withViewOrigins } from "#lib/query/definition/older-views.ts";
import { createParserPool } from "#lib/query/parser/parser-pool.ts";
import { createKeptPlans } from "#lib/rest/kept-plans.ts";
import { installRuntime, type Runtime } from "#lib/runtime/runtime.ts";
import { createProjectKeyrings } from "#lib/store/projects/project-keyring.ts";
import { createCatalogCache } from "#lib/store/schema/catalog-cache.ts";
import { createRowStatistics } from "#lib/store/schema/row-statistics.ts";
import { inProcessDrafter } from "#tests/harness/in-process-drafter.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

export const password = "correct horse battery";
export const client: Client = { address: "203.0.113.7", userAgent: "test" };

export interface AccountsHarness extends TestDatabase {
  readonly passwords: CountingHasher;
  readonly limiter: SwitchedLimiter;
}

/** A runtime on a database of its own, with a hasher that is quick and notes what it was asked. */
export async function accountsRuntime(): Promise<AccountsHarness> {
  const harness = await testDatabase();
  const passwords = new CountingHasher();
  const limiter = new SwitchedLimiter();
  const sqlParser = createParserPool();
  installRuntime({
    config: {
      secret: "integration-tests-share-this-secret-0001",
      appUrl: "http://localhost:3000",
      trustProxyHops: 0,
      trashDays: 7,
      largeTableRows: 10_000,
      signUp: { isOpen: true, domains: [] },
      importBytesMax: 64 * 1024 * 1024,
    },
    log: createLog("silent"),
    database: harness.database,
    catalogs: createCatalogCache(harness.database, (catalog) => withViewOrigins(sqlParser, catalog)),
    keyrings: createProjectKeyrings(harness.database),
    plans: createKeptPlans(),
    rowStatistics: createRowStatistics(harness.database, createLog("silent")),
    sqlParser,
    passwords,
    limiter,
    appLimiter: limiter,
    bodyRoom: createBodyRoom(),
    mailer: null,
    identityProviders: createIdentityProviders({ isInnerAllowed: true }),
    schemaGenerator: createBuiltinSchemaGenerator(inProcessDrafter),
    sqlGenerator: createBuiltinSqlGenerator(),
  } as unknown as Runtime);
  return { ...harness, passwords, limiter };
}

/** A new account, as the gate would let it in. */
export async function newActor(email: string, input: Partial<SignUpInput> = {}): Promise<Actor> {
  const { access_token } = await signUp({ email, password, ...input }, client);
  const actor = await authenticate(access_token);
  if (actor === null) throw new Error("a new account cannot sign in");
  return actor;
}

export class CountingHasher implements PasswordHasher {
  readonly asked: { readonly isKnown: boolean }[] = [];

  async hash(text: string): Promise<string> {
    return createHash("sha256").update(text).digest("hex");
  }

  async verify(text: string, hash: string | null): Promise<boolean> {
    this.asked.push({ isKnown: hash !== null });
    return (await this.hash(text)) === hash;
  }

  async close(): Promise<void> {}
}

/** Counts only while a test is about limits. */
export class SwitchedLimiter implements RateLimiter {
  isOn = false;
  readonly #counting = memoryLimiter();

  async consume(key: string, rule: RateLimitRule): Promise<RateLimitResult> {
    if (this.isOn) return this.#counting.consume(key, rule);
    return { allowed: true, limit: rule.points, remaining: rule.points, resetSeconds: rule.windowSeconds };
  }

  async close(): Promise<void> {}
}
