/**
 * Runs the built-in generator over a file of cases and writes its predictions; with `--scorer`, prints the score.
 *
 *     node_modules/.bin/node scripts/ai-score.ts <cases.json> [--scorer <score.mjs>] [--out <predictions.json>] [--why]
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generateBuiltin } from "../lib/ai/builtin/generate.ts";
import type { Message } from "../lib/ai/proposal.ts";
import type { Schema } from "../lib/catalog/types.ts";

interface Case {
  readonly id: string;
  readonly prompt?: string;
  readonly base?: Schema;
  readonly messages?: readonly (string | Message)[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { scorer: { type: "string" }, out: { type: "string" }, why: { type: "boolean" } },
});
const file = positionals[0];
if (file === undefined) {
  console.error("usage: ai-score.ts <cases.json> [--scorer <score.mjs>] [--out <predictions.json>] [--why]");
  process.exit(2);
}

// The file is the caller's own; its shape is the scorer's.
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: readonly Case[] };
const empty: Schema = { tables: [] };
generateBuiltin({ description: "warm up with books", messages: [], base: empty });

const predictions = Object.fromEntries(cases.map((entry) => [entry.id, predict(entry)]));
const out = values.out ?? join(tmpdir(), "rowhouse-predictions.json");
writeFileSync(out, JSON.stringify(predictions, null, 1));
const times = Object.values(predictions).map((prediction) => prediction.ms);
console.log(`${cases.length} predictions in ${out}; slowest ${Math.max(...times).toFixed(1)} ms`);
if (values.scorer !== undefined) {
  const more = values.why === true ? ["--why"] : [];
  spawnSync(process.execPath, [values.scorer, file, out, ...more], { stdio: "inherit" });
}

function predict(entry: Case): ReturnType<typeof generateBuiltin> & { ms: number } {
  const turns = (entry.messages ?? []).map((turn) =>
    typeof turn === "string" ? { role: "user" as const, content: turn } : turn,
  );
  const description = entry.prompt ?? turns.at(-1)?.content ?? "";
  const messages = entry.prompt === undefined ? turns.slice(0, -1) : turns;
  const start = performance.now();
  const draft = generateBuiltin({ description, messages, base: entry.base ?? empty });
  return { ...draft, ms: performance.now() - start };
}
