import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const operations = [
  "get_pk",
  "get_unique",
  "list_first",
  "list_page50",
  "list_keyset",
  "range",
  "count_filtered",
  "list_parent",
  "list_children",
  "insert",
  "update",
  "update_indexed",
  "group_sum",
  "join_group",
  "json_aggregate",
  "bytes_per_row",
];

it("measures every operation on both sides", async () => {
  const folder = await mkdtemp(join(tmpdir(), "rowhouse-bench-test-"));
  const file = join(folder, "results.json");
  const size = ["--rows", "1200", "--background", "20", "--background-rows", "20", "--seconds", "0.02"];
  const { stdout } = await promisify(execFile)(process.execPath, [
    "scripts/bench.ts",
    ...size,
    "--json",
    file,
  ]);
  const results = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>[];
  await rm(folder, { recursive: true });
  expect(results.map(({ operation }) => operation)).toEqual(operations);
  for (const result of results) {
    expect(result.native_ms).toBeGreaterThan(0);
    expect(result.virtual_ms).toBeGreaterThan(0);
    expect(result.ratio).toBeCloseTo(Number(result.virtual_ms) / Number(result.native_ms));
  }
  expect(stdout).toContain("Envelope:");
}, 120_000);
