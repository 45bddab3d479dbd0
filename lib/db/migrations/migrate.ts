import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import type { Log } from "../../log.ts";
import { compile, ident, literal, sql } from "../../sql/sql.ts";
import { hmacPads } from "../claims.ts";
import type { DatabaseHealth } from "../database.ts";

export interface Migration {
  /** Fourteen digits, as in the Supabase CLI's file names: `<version>_<name>.sql`. */
  readonly version: string;
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/** One thing that only a superuser can do. @throws whatever the server says; it is then reported as not applied. */
export interface Improvement {
  readonly name: string;
  apply(client: pg.ClientBase): Promise<void>;
}

export interface MigrateOptions {
  /** The owner of the database. */
  readonly owner: pg.ClientConfig;
  readonly directory: string;
  readonly passwords: { readonly rowhouse_request: string; readonly rowhouse_sql: string };
  readonly signingKey: Uint8Array;
  readonly improvements: readonly Improvement[];
  readonly log: Log;
}

export interface MigrateOutcome {
  readonly version: string;
  readonly applied: readonly string[];
  readonly improvements: DatabaseHealth["improvements"];
}

/** Any constant will do, as long as no other program takes it: two servers that start at once wait for each other. */
const lockKey = "7226071531020115";

/**
 * Brings the database to this code's schema, and gives the logins their passwords and the signing key its value.
 *
 * @throws {Error} if the database is newer than the code, or an applied file was changed since; nothing is applied then.
 */
export async function migrate(options: MigrateOptions): Promise<MigrateOutcome> {
  const migrations = await readMigrations(options.directory);
  const client = new pg.Client(options.owner);
  // A connection that breaks fails the query that runs on it; without a listener it would end the process as well.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(${lockKey})`);
    const applied = await applyMigrations(client, migrations, options.log);
    await installLogins(client, options);
    const improvements = await improve(client, options);
    return { version: migrations.at(-1)?.version ?? "", applied, improvements };
  } finally {
    // Closing the connection releases the lock.
    await client.end();
  }
}

export async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith(".sql")).sort();
  return Promise.all(
    files.map(async (file) => {
      const match = /^(\d{14})_(\w+)\.sql$/.exec(file);
      if (match?.[1] === undefined || match[2] === undefined) {
        throw new Error(`${file}: a migration is named <14 digits>_<name>.sql.`);
      }
      const text = await readFile(path.join(directory, file), "utf8");
      return {
        version: match[1],
        name: match[2],
        text,
        checksum: createHash("sha256").update(text).digest("hex"),
      };
    }),
  );
}

async function applyMigrations(
  client: pg.Client,
  migrations: readonly Migration[],
  log: Log,
): Promise<string[]> {
  // The Supabase CLI's ledger, with a checksum of ours.
  await client.query(`
    create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations (version text primary key, statements text[], name text);
    alter table supabase_migrations.schema_migrations add column if not exists checksum text;
    alter table supabase_migrations.schema_migrations enable row level security;
  `);
  const { rows } = await client.query<{ version: string; checksum: string | null }>(
    "select version, checksum from supabase_migrations.schema_migrations order by version",
  );
  refuseStrangers(rows, migrations);
  const done = new Set(rows.map((row) => row.version));
  const applied: string[] = [];
  for (const migration of migrations.filter(({ version }) => !done.has(version))) {
    await applyMigration(client, migration);
    log.info({ migration: migration.version, name: migration.name }, "migration applied");
    applied.push(migration.version);
  }
  return applied;
}

function refuseStrangers(
  ledger: readonly { version: string; checksum: string | null }[],
  migrations: readonly Migration[],
): void {
  const known = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const { version, checksum } of ledger) {
    const migration = known.get(version);
    if (migration === undefined) {
      throw new Error(
        `The database holds migration ${version}, which this version of Rowhouse does not know: it was made by a newer one. Start that version instead.`,
      );
    }
    // The CLI writes no checksum.
    if (checksum !== null && checksum !== migration.checksum) {
      throw new Error(
        `supabase/migrations/${version}_${migration.name}.sql was changed after it had been applied. Restore the file, and put the change into a new migration.`,
      );
    }
  }
}

async function applyMigration(client: pg.Client, migration: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(migration.text);
    await client.query(
      "insert into supabase_migrations.schema_migrations (version, name, statements, checksum) values ($1, $2, $3, $4)",
      [migration.version, migration.name, [migration.text], migration.checksum],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new Error(`Migration ${migration.version}_${migration.name} failed: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function installLogins(client: pg.Client, options: MigrateOptions): Promise<void> {
  for (const [role, password] of Object.entries(options.passwords)) {
    await client.query(compile(sql`alter role ${ident(role)} login password ${literal(password)}`).text);
  }
  // The typed-SQL login sees no schema by name: what it may read is always written out by the compiler.
  await client.query("alter role rowhouse_sql set search_path = pg_catalog");
  await client.query("alter role rowhouse_sql set default_transaction_read_only = on");
  await client.query("alter role rowhouse_sql set work_mem = '16MB'");
  // The text of a stored value must not depend on the server's settings.
  for (const setting of [
    "timezone = 'UTC'",
    "datestyle = 'ISO, MDY'",
    "intervalstyle = 'postgres'",
    "bytea_output = 'hex'",
    "extra_float_digits = 1",
  ])
    await client.query(`alter role rowhouse_request set ${setting}`);
  const { inner, outer } = hmacPads(options.signingKey);
  await client.query(
    `insert into app.signing_key (id, inner_pad, outer_pad) values (1, $1, $2)
     on conflict (id) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad`,
    [inner, outer],
  );
}

async function improve(client: pg.Client, options: MigrateOptions): Promise<Record<string, boolean>> {
  const outcome: Record<string, boolean> = {};
  for (const improvement of options.improvements) {
    await client.query("begin");
    try {
      await improvement.apply(client);
      await client.query("commit");
      outcome[improvement.name] = true;
    } catch (error) {
      await client.query("rollback");
      options.log.warn(
        { err: error, improvement: improvement.name },
        "the database owner may not apply this improvement",
      );
      outcome[improvement.name] = false;
    }
  }
  return outcome;
}
