/**
 * Turns the product's database into a distributed one, on a Postgres with the extension Citus. Run it once on the
 * coordinator, while no app server runs; docs/scaling.md says what comes before and after.
 *   DATABASE_URL=… ROWHOUSE_SECRET=… npm run distribute -- --coordinator HOST[:PORT] [--worker HOST[:PORT]]… [--shards 64]
 * Exit codes: 0 done, 1 failed, 2 wrong parameters, 3 this Postgres has no Citus.
 */
import { parseArgs } from "node:util";
import pg from "pg";
import { hmacPads } from "#lib/db/claims.ts";
import { readMigrations } from "#lib/db/migrations/migrate.ts";
import { databaseKeys } from "#lib/runtime/database-keys.ts";
import { compile, ident, literal, sql } from "#lib/sql/sql.ts";
import { functionsToMark, inOrder, placementOf, type Relation, selectRelations } from "./distribute/plan.ts";

/** Said to the person who runs it, without a stack. */
class Refusal extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

interface Options {
  readonly coordinator: Node;
  readonly workers: readonly Node[];
  readonly shards: number;
}

interface Node {
  readonly host: string;
  readonly port: number;
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function distribute(client: pg.Client, secret: string, options: Options): Promise<void> {
  await refuseWithoutCitus(client);
  await refuseUnmigrated(client);
  await client.query("create extension if not exists citus");
  await joinNodes(client, options);
  await prepareWorkers(client, secret);
  await markFunctions(client);
  const { rows } = await client.query<Relation>(selectRelations);
  await placeTables(client, inOrder(rows), options.shards);
  await shareFunctions(client);
  const name = new pg.Client(process.env.DATABASE_URL).database ?? "postgres";
  // SET LOCAL of the signed context has to reach the nodes that its statements reach.
  await client.query(
    compile(sql`alter database ${ident(name)} set citus.propagate_set_commands = 'local'`).text,
  );
  say("Done. Start the app servers again.");
}

async function refuseWithoutCitus(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("select from pg_available_extensions where name = 'citus'");
  if (rowCount === 0)
    throw new Refusal(
      "This Postgres has no extension citus: nothing was changed.\n" +
        "Install Citus on every node (https://docs.citusdata.com/en/stable/installation/multi_node.html), put it into\n" +
        "shared_preload_libraries, restart Postgres, and run this again. A single Postgres needs none of this.",
      3,
    );
  const { rows } = await client.query<{ value: string }>(
    "select current_setting('shared_preload_libraries') as value",
  );
  if (!rows[0]?.value.includes("citus"))
    throw new Refusal(
      "Citus is installed and not loaded: nothing was changed.\nPut citus first in shared_preload_libraries on every node, and restart Postgres.",
      3,
    );
}

async function refuseUnmigrated(client: pg.Client): Promise<void> {
  const newest = (await readMigrations("supabase/migrations")).at(-1)?.version;
  const { rows } = await client.query<{ version: string | null }>(
    "select case when to_regclass('supabase_migrations.schema_migrations') is not null then (select max(version) from supabase_migrations.schema_migrations) end as version",
  );
  if (rows[0]?.version !== newest)
    throw new Refusal(
      "This database is not at this version's newest migration: start the product on it once, stop it, and run this again.",
    );
}

async function joinNodes(client: pg.Client, { coordinator, workers }: Options): Promise<void> {
  await client.query("select citus_set_coordinator_host($1, $2)", [coordinator.host, coordinator.port]);
  for (const { host, port } of workers) {
    const known = await client.query("select from pg_dist_node where nodename = $1 and nodeport = $2", [
      host,
      port,
    ]);
    if (known.rowCount === 0) await client.query("select citus_add_node($1, $2)", [host, port]);
    say(`node ${host}:${port}`);
  }
}

/** What no extension carries over: logins with their passwords, and the key that verifies contexts. */
async function prepareWorkers(client: pg.Client, secret: string): Promise<void> {
  const { passwords, signingKey } = databaseKeys(secret);
  const { inner, outer } = hmacPads(signingKey);
  const bytes = (value: Uint8Array) => sql`${literal(`\\x${Buffer.from(value).toString("hex")}`)}::bytea`;
  for (const [role, password] of Object.entries(passwords)) {
    const create = compile(
      sql`create role ${ident(role)} nosuperuser nobypassrls nocreatedb nocreaterole noinherit`,
    ).text;
    const body = compile(
      sql`do ${literal(`begin ${create}; exception when duplicate_object then null; end`)}`,
    ).text;
    await onWorkers(client, body);
    await onWorkers(client, compile(sql`alter role ${ident(role)} login password ${literal(password)}`).text);
    await onWorkers(
      client,
      compile(sql`grant usage on schema app, rowhouse to ${ident(role)}`).text,
      "schemas",
    );
  }
  const table = await client.query<{ text: string }>(
    "select pg_get_constraintdef(oid) as text from pg_constraint where conrelid = 'app.signing_key'::regclass",
  );
  const checks = table.rows.map(({ text }) => text).join(", ");
  await onWorkers(client, "create schema if not exists app");
  await onWorkers(
    client,
    `create table if not exists app.signing_key (id smallint default 1, inner_pad bytea not null, outer_pad bytea not null, ${checks})`,
  );
  await onWorkers(client, "alter table app.signing_key enable row level security");
  await onWorkers(
    client,
    compile(sql`insert into app.signing_key (id, inner_pad, outer_pad) values (1, ${bytes(inner)}, ${bytes(outer)})
      on conflict (id) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad`).text,
  );
  say("logins and the signing key are on every worker");
}

async function markFunctions(client: pg.Client): Promise<void> {
  for (const signature of functionsToMark) {
    const statement = `alter function pg_catalog.${signature} immutable`;
    await client.query(statement);
    await onWorkers(client, statement);
  }
}

async function placeTables(client: pg.Client, relations: readonly Relation[], shards: number): Promise<void> {
  let first: string | null = null;
  for (const placement of ["reference", "distributed"] as const) {
    for (const relation of relations.filter((candidate) => placementOf(candidate) === placement)) {
      const name = `rowhouse.${relation.name}`;
      const { rowCount } = await client.query("select from citus_tables where table_name = $1::regclass", [
        name,
      ]);
      if (rowCount === 0 && placement === "reference")
        await client.query("select create_reference_table($1)", [name]);
      else if (rowCount === 0 && first === null)
        await client.query("select create_distributed_table($1, 'project_id', shard_count => $2)", [
          name,
          shards,
        ]);
      else if (rowCount === 0)
        await client.query("select create_distributed_table($1, 'project_id', colocate_with => $2)", [
          name,
          first,
        ]);
      if (placement === "distributed") first ??= name;
      say(`${placement} ${name}`);
    }
  }
}

/** Policies and statements call them on the node where the rows are. */
async function shareFunctions(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ signature: string }>(
    "select oid::regprocedure::text as signature from pg_proc where pronamespace = 'app'::regnamespace",
  );
  for (const { signature } of rows)
    await client.query("select create_distributed_function($1::regprocedure)", [signature]);
  say(`${rows.length} functions are on every node`);
}

/** @param optional what it is about, when it may not be there yet. */
async function onWorkers(client: pg.Client, statement: string, optional?: string): Promise<void> {
  const { rows } = await client.query<{ nodename: string; success: boolean; result: string }>(
    "select nodename, success, result from run_command_on_workers($1)",
    [statement],
  );
  const failed = rows.find(({ success }) => !success);
  if (failed === undefined) return;
  if (optional === undefined) throw new Refusal(`On ${failed.nodename}: ${failed.result}`);
}

function readOptions(parameters: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      coordinator: { type: "string" },
      worker: { type: "string", multiple: true, default: [] },
      shards: { type: "string", default: "64" },
    },
  });
  if (values.coordinator === undefined)
    throw new Refusal("Name the host under which workers reach this node: --coordinator HOST[:PORT]", 2);
  const shards = Number(values.shards);
  if (!Number.isInteger(shards) || shards < 1) throw new Refusal("--shards takes a whole number above 0", 2);
  return { coordinator: node(values.coordinator), workers: values.worker.map(node), shards };
}

function node(address: string): Node {
  const [host = "", port = "5432"] = address.split(":");
  return { host, port: Number(port) };
}

async function main(): Promise<void> {
  const { DATABASE_URL: url, ROWHOUSE_SECRET: secret } = process.env;
  if (url === undefined || secret === undefined)
    throw new Refusal(
      "Set DATABASE_URL to the owner's connection on the coordinator, and ROWHOUSE_SECRET to that of the app servers.",
      2,
    );
  const options = readOptions(process.argv.slice(2));
  const client = new pg.Client(url);
  await client.connect();
  try {
    await distribute(client, secret, options);
  } finally {
    await client.end();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = error instanceof Refusal ? error.exitCode : 1;
}
