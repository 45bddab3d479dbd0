import { resolve } from "node:path";
import { createBuiltinDrafter } from "../ai/builtin-drafter.ts";
import { createGenerators } from "../ai/create-generators.ts";
import { createPasswordPool } from "../auth/password-pool.ts";

import { openListener } from "../db/listen.ts";
import { migrate } from "../db/migrations/migrate.ts";
import { openDatabase } from "../db/open-database.ts";
import { openOwnerConnection } from "../db/owner-connection.ts";
import { createSqlRunner } from "../db/run-sql.ts";
import { type Config, isLoopback } from "../env/env.ts";
import { createBodyRoom } from "../limits/body-room.ts";
import { createAppLimiter, createRateLimiter } from "../limits/create-rate-limiter.ts";
import type { Log } from "../log.ts";
import { createMailer } from "../mail/mailer.ts";
import { createIdentityProviders } from "../oauth/identity-providers.ts";
import { withViewOrigins } from "../query/definition/older-views.ts";
import { createParserPool } from "../query/parser/parser-pool.ts";
import { createKeptPlans } from "../rest/kept-plans.ts";
import { createProjectKeyrings, keysChannel } from "../store/projects/project-keyring.ts";
import { createCatalogCache } from "../store/schema/catalog-cache.ts";
import { createRowStatistics } from "../store/schema/row-statistics.ts";
import { readSchemaNotice, schemaChannel } from "../store/schema/schema-version.ts";
import { databaseKeys } from "./database-keys.ts";
import { improvements as allImprovements } from "./improvements.ts";
import type { Runtime } from "./runtime.ts";

export interface RuntimeHandle {
  readonly runtime: Runtime;
  /** Ends what was started, in the opposite order. */
  close(): Promise<void>;
}

/**
 * The composition root: starts or reaches Postgres, migrates it, and makes every service of the process.
 *
 * @param say receives single lines for the person who starts it.
 */
export async function createRuntime(
  config: Config,
  log: Log,
  say: (line: string) => void = () => undefined,
): Promise<RuntimeHandle> {
  const opened: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of opened.splice(0).reverse()) {
      // One that fails to close must not keep the others, above all Postgres, from closing.
      await end().catch((error: unknown) => log.error({ err: error }, "a service did not close"));
    }
  };
  try {
    const runtime = await openServices(config, log, say, (end) => opened.push(end));
    return { runtime, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openServices(
  config: Config,
  log: Log,
  say: (line: string) => void,
  onClose: (end: () => Promise<void>) => void,
): Promise<Runtime> {
  const opening = <Service extends { close(): Promise<void> }>(service: Service): Service => {
    onClose(() => service.close());
    return service;
  };
  if (config.databaseUrl !== null && config.secretSource === "data-folder") {
    log.warn("ROWHOUSE_SECRET is unset: further servers on this database need the one in the data folder");
  }
  const { owner, target, slowDown } = opening(await openOwnerConnection(config, log, say));
  const { passwords, signingKey } = databaseKeys(config.secret);
  const { version, improvements } = await migrate({
    owner,
    directory: resolve("supabase/migrations"),
    passwords,
    signingKey,
    improvements: allImprovements,
    log,
  });
  const local = slowDown === undefined ? {} : { slowDown };
  const login = (user: keyof typeof passwords) => ({ ...target, user, password: passwords[user] });
  const database = opening(
    openDatabase({
      login: login("rowhouse_request"),
      signingKey,
      log,
      migrationVersion: version,
      improvements,
      ...local,
    }),
  );
  const sqlParser = opening(createParserPool());
  const catalogs = createCatalogCache(database, (catalog) => withViewOrigins(sqlParser, catalog));
  const keyrings = opening(createProjectKeyrings(database));
  opening(
    openListener({
      login: login("rowhouse_request"),
      log,
      channels: {
        [keysChannel]: keyrings.forget,
        [schemaChannel]: (payload) => {
          const notice = readSchemaNotice(payload);
          if (notice !== null) catalogs.moved(notice.databaseId, notice.version);
        },
      },
      onListening: catalogs.clear,
    }),
  );
  const mailer = createMailer(config);
  return {
    config,
    log,
    database,
    sqlRunner: opening(
      createSqlRunner({
        login: login("rowhouse_sql"),
        schemaLogin: login("rowhouse_request"),
        signingKey,
        log,
        improvements,
        ...local,
      }),
    ),
    sqlParser,
    catalogs,
    keyrings,
    plans: createKeptPlans(),
    rowStatistics: opening(createRowStatistics(database, log)),
    passwords: opening(createPasswordPool()),
    identityProviders: createIdentityProviders({ isInnerAllowed: isLoopback(config.appUrl) }),
    mailer: mailer === null ? null : opening(mailer),
    limiter: opening(createRateLimiter(config, log)),
    appLimiter: createAppLimiter(config),
    bodyRoom: createBodyRoom(),
    ...createGenerators(config, log, { drafter: opening(createBuiltinDrafter()) }),
  };
}
