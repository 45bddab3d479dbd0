import { writeFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { giveTo, type Places } from "./places.ts";

export type Settings = Readonly<Record<string, string>>;

const mebibyte = 1024 * 1024;

/** An eighth of the memory, from 128 MB to 1 GB. */
export function sharedBuffersMegabytes(): number {
  return Math.round(Math.min(1024, Math.max(128, totalmem() / mebibyte / 8)));
}

function settings({ socketDirectory }: Places): Settings {
  return {
    listen_addresses: "",
    unix_socket_directories: socketDirectory,
    unix_socket_permissions: "0700",
    max_connections: "60",
    shared_buffers: `${sharedBuffersMegabytes()}MB`,
    effective_cache_size: `${Math.max(256, Math.round(totalmem() / mebibyte / 2))}MB`,
    work_mem: "16MB",
    maintenance_work_mem: "128MB",
    // The workers compete with Node for the same cores; with few of them they cost more than they bring.
    max_parallel_workers_per_gather: availableParallelism() < 4 ? "0" : "2",
    jit: "off",
    // Nothing replicates from here, and a cluster without replicas writes less.
    wal_level: "minimal",
    max_wal_senders: "0",
    checkpoint_timeout: "15min",
    // One table holds the rows of all tenants: a fifth of it (the default) is far too much to leave unvacuumed.
    autovacuum_vacuum_scale_factor: "0.02",
    autovacuum_analyze_scale_factor: "0.02",
    autovacuum_vacuum_insert_scale_factor: "0.02",
    autovacuum_naptime: "20s",
    timezone: "UTC",
    log_timezone: "UTC",
    row_security: "on",
    password_encryption: "scram-sha-256",
    // Errors of typed statements are the users' own: they go to them, and their data stays out of the log.
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_checkpoints: "off",
    log_line_prefix: "%m [%p] ",
    idle_in_transaction_session_timeout: "5min",
  };
}

/** Written at every start; what `ALTER SYSTEM` sets wins over it, as its file is read later. */
export function writeSettings(places: Places, overrides: Settings): void {
  const lines = Object.entries({ ...settings(places), ...overrides }).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`,
  );
  const notice = "# Written by Rowhouse at every start. Change settings with ALTER SYSTEM.";
  write(places, "postgresql.conf", [notice, ...lines]);
  write(places, "pg_hba.conf", [notice, "local all all scram-sha-256"]);
}

function write(places: Places, file: string, lines: readonly string[]): void {
  const path = join(places.cluster, file);
  writeFileSync(path, `${lines.join("\n")}\n`, { mode: 0o600 });
  giveTo(places.account, path);
}
