import type { SchemaGenerator } from "../ai/schema-generator.ts";
import type { SqlGenerator } from "../ai/sql-generator.ts";
import type { PasswordHasher } from "../auth/password-hasher.ts";
import type { Database } from "../db/database.ts";
import type { SqlRunner } from "../db/sql-runner.ts";
import type { Config } from "../env/env.ts";
import type { BodyRoom } from "../limits/body-room.ts";
import type { RateLimiter } from "../limits/rate-limiter.ts";
import type { Log } from "../log.ts";
import type { Mailer } from "../mail/mailer.ts";
import type { IdentityProviders } from "../oauth/identity-providers.ts";
import type { SqlParser } from "../query/parser/sql-parser.ts";
import type { KeptPlans } from "../rest/kept-plans.ts";
import type { ProjectKeyrings } from "../store/projects/project-keyring.ts";
import type { CatalogCache } from "../store/schema/catalog-cache.ts";
import type { RowStatistics } from "../store/schema/row-statistics.ts";

/** The process's services, made once by `create.ts` and shared by the server and by Next's own copy of this code. */
export interface Runtime {
  readonly config: Config;
  readonly log: Log;
  readonly database: Database;
  readonly sqlRunner: SqlRunner;
  readonly sqlParser: SqlParser;
  readonly catalogs: CatalogCache;
  readonly keyrings: ProjectKeyrings;
  readonly plans: KeptPlans;
  readonly rowStatistics: RowStatistics;
  readonly passwords: PasswordHasher;
  readonly limiter: RateLimiter;
  /** Of requests to the data API. */
  readonly appLimiter: RateLimiter;
  readonly bodyRoom: BodyRoom;
  readonly identityProviders: IdentityProviders;
  /** Null without an SMTP server: messages stay in the console's mailbox. */
  readonly mailer: Mailer | null;
  readonly schemaGenerator: SchemaGenerator;
  readonly sqlGenerator: SqlGenerator;
}

const slot = Symbol.for("rowhouse.runtime");
type Holder = { [slot]?: Runtime };

/** @throws {Error} if the server has not installed one: a programming error, not a user's. */
export function runtime(): Runtime {
  const installed = (globalThis as Holder)[slot];
  if (installed === undefined) throw new Error("No runtime installed: start the product through server.ts.");
  return installed;
}

export function installRuntime(instance: Runtime): void {
  (globalThis as Holder)[slot] = instance;
}
