import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";
import type pg from "pg";

/** What a figure cannot be read without, one line each. */
export async function describeMachine(owner: pg.Client): Promise<readonly string[]> {
  const { rows } = await owner.query<{ name: string; setting: string }>(
    `select name, current_setting(name) as setting from pg_settings where name = any($1) order by name`,
    [settings],
  );
  const version = await owner.query<{ version: string }>("select version()");
  return [
    `${availableParallelism()} cores of ${cpus()[0]?.model ?? "an unknown kind"}, ${Math.round(totalmem() / 2 ** 30)} GB; ${distribution()}, ${type()} ${release()}`,
    `Node ${process.version}; ${version.rows[0]?.version ?? ""}`,
    `settings: ${rows.map(({ name, setting }) => `${name} ${setting}`).join(", ")}`,
    `load average at the start: ${loadavg()
      .map((load) => load.toFixed(2))
      .join(", ")}`,
  ];
}

const settings = [
  "shared_buffers",
  "effective_cache_size",
  "work_mem",
  "jit",
  "max_parallel_workers_per_gather",
  "fsync",
  "synchronous_commit",
  "wal_level",
  "data_checksums",
  "autovacuum",
  "plan_cache_mode",
];

function distribution(): string {
  try {
    return /PRETTY_NAME="(.*)"/.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "";
  } catch {
    // Not a Linux of the usual kind; the kernel's name stands beside it anyway.
    return "";
  }
}
