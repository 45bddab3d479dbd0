import type { Json } from "../../catalog/types.ts";
import { asList, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compileSelect } from "../../query/compile-select.ts";
import { nodesOf, type PlanNode } from "../../query/explain/plan-node.ts";
import { planText } from "../../query/explain/plan-text.ts";
import {
  type Candidate,
  chosenIndex,
  countingQuery,
  type IndexSuggestion,
  indexCandidates,
} from "../../query/explain/suggest-index.ts";
import { virtualPlan, withOwnCounts } from "../../query/explain/virtual-plan.ts";
import type { RawStatement } from "../../query/parser/sql-parser.ts";
import { codePoints } from "../../query/text/positions.ts";
import { tokens } from "../../query/text/tokens.ts";
import { Refused } from "../../query/write/refused.ts";
import { sql } from "../../sql/sql.ts";
import { type Progress, told, withParameters } from "./script-progress.ts";
import { compiledRows } from "./script-rows.ts";
import type { SqlResult } from "./sql-run.ts";

interface ExplainOptions {
  readonly isAnalyze: boolean;
  readonly format: "text" | "json";
  readonly hasTiming: boolean;
}

const explainable = new Set(["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"]);

/** EXPLAIN in the names of the tables, without what tells their sizes; ANALYZE of a write leaves nothing behind. */
export async function runExplain(
  progress: Progress,
  index: number,
  { tree, start, end }: RawStatement,
): Promise<SqlResult> {
  const query = unwrap(tree.fields.query);
  if (query === null || !explainable.has(query.kind))
    throw new Refused("featureNotSupported", "EXPLAIN takes a SELECT, INSERT, UPDATE, DELETE or MERGE.");
  const options = optionsOf(tree);
  const { typed } = progress.script;
  const own = { tree: query, start: innerStart(typed.text, { tree, start, end }), end };
  // What it writes is undone at once: nothing is kept of it, nor seen in the plan.
  const { kept: _, ...script } = progress.script;
  const compiled = await compiledRows({ ...progress, script }, index, own);
  if ((compiled.before ?? []).length > 0)
    throw new Refused("featureNotSupported", "EXPLAIN of a function of several statements is not supported.");
  // Places are counted from where EXPLAIN begins.
  const before = codePoints(typed.text.slice(start, own.start));
  const inExplain = (position: number) => {
    const place = compiled.toStatement(position);
    return place === null ? null : place + before;
  };
  const statement = withParameters({ ...compiled, toStatement: inExplain }, progress.script, index);
  const prefix = `EXPLAIN (FORMAT JSON, COSTS ON${options.isAnalyze ? `, ANALYZE ON, BUFFERS OFF, TIMING ${options.hasTiming ? "ON" : "OFF"}` : ""}) `;
  const { tx } = progress.session;
  if (options.isAnalyze) await tx.query(sql`savepoint "$explain"`);
  const moved = (position: number) => inExplain(position - prefix.length);
  const result = await told(progress, index, { text: compiled.text, toStatement: moved }, () =>
    progress.session.run(index, { ...statement, text: `${prefix}${compiled.text}` }),
  );
  if (options.isAnalyze) await tx.query(sql`rollback to savepoint "$explain"`);
  // Postgres's own JSON: one element with the plan and the times.
  const [raw] = JSON.parse(result.rows[0]?.[0] ?? "[{}]") as { Plan: PlanNode; [field: string]: unknown }[];
  const plan = virtualPlan(progress.catalog, raw?.Plan ?? {}, compiled.targets.at(-1));
  const measured = options.isAnalyze ? await measure(progress, plan) : { plan, suggestions: [] };
  return explained(raw ?? {}, measured, options, result.ms);
}

interface Measured {
  readonly plan: PlanNode;
  readonly suggestions: readonly IndexSuggestion[];
}

/** Counts of the tables that were read whole what the plan cannot tell of them alone, and what an index would leave. */
async function measure(progress: Progress, plan: PlanNode): Promise<Measured> {
  const { catalog } = progress;
  const candidates = indexCandidates(catalog, plan);
  const rowCounts = new Map<string, number>();
  const suggestions: IndexSuggestion[] = [];
  for (const candidate of candidates) {
    const counts = await counted(progress, candidate);
    rowCounts.set(candidate.table.definition.name, counts[0] ?? 0);
    const chosen = chosenIndex(candidate, counts);
    if (chosen !== null) suggestions.push(chosen);
  }
  const others = [...nodesOf(plan)]
    .filter((node) => node["Node Type"] === "Seq Scan" && node.Filter !== undefined)
    .flatMap(
      (node) => catalog.tables.find(({ definition }) => definition.name === node["Relation Name"]) ?? [],
    )
    .filter(({ definition }) => !rowCounts.has(definition.name));
  for (const table of new Set(others)) {
    const nothing = { table, conditions: new Map(), order: null, looked: new Map(), rows: 0 };
    rowCounts.set(table.definition.name, (await counted(progress, nothing))[0] ?? 0);
  }
  const unique = new Map(suggestions.map((suggestion) => [suggestion.sql, suggestion]));
  return { plan: withOwnCounts(plan, rowCounts), suggestions: [...unique.values()] };
}

async function counted(progress: Progress, candidate: Candidate): Promise<readonly number[]> {
  const { catalog, services, session } = progress;
  const text = countingQuery(candidate);
  const parsed = await services.sqlParser.parse(text);
  const [statement] = parsed.ok ? parsed.statements : [];
  const outcome = statement && compileSelect(catalog, text, statement);
  if (!outcome?.ok) throw new RangeError(`a condition of a plan cannot be read: ${text}`);
  const { rows } = await session.run(0, { text: outcome.compiled.text, values: [] });
  return (rows[0] ?? []).map((value) => Number(value ?? 0));
}

function explained(
  raw: { readonly [field: string]: unknown },
  { plan, suggestions }: Measured,
  { format }: ExplainOptions,
  ms: number,
): SqlResult {
  const times = Object.fromEntries(
    ["Planning Time", "Execution Time"].flatMap((name) =>
      raw[name] === undefined ? [] : [[name, raw[name]]],
    ),
  );
  const said = suggestions.map(
    ({ table, columns, sql: text }) =>
      `Suggestion: an index on ${table} (${columns.join(", ")}) would serve this: ${text};`,
  );
  const lines = [
    ...planText(plan),
    ...Object.entries(times).map(([name, value]) => `${name}: ${String(value)} ms`),
    ...said,
  ];
  // The cast: what JSON.parse has made is JSON.
  const json = [
    { Plan: plan, ...times, ...(suggestions.length > 0 ? { Suggestions: suggestions } : {}) },
  ] as unknown as Json;
  const rows: readonly (readonly Json[])[] = format === "json" ? [[json]] : lines.map((line) => [line]);
  const type = format === "json" ? "json" : "text";
  return {
    command: "EXPLAIN",
    columns: [{ name: "QUERY PLAN", type }],
    rows,
    row_count: rows.length,
    truncated: false,
    ms,
  };
}

function optionsOf(tree: TreeNode): ExplainOptions {
  const options = new Map(
    asList(tree.fields.options).map((item) => {
      const { defname, arg } = unwrap(item)?.fields ?? {};
      return [String(defname), unwrap(arg)?.fields ?? {}] as const;
    }),
  );
  const isOn = (name: string, usual: boolean) => {
    const value = options.get(name);
    if (value === undefined) return usual;
    return !["off", "false", "0"].includes(String(value.sval ?? value.ival ?? "on").toLowerCase());
  };
  const format = String(options.get("format")?.sval ?? "text").toLowerCase();
  if (format !== "text" && format !== "json")
    throw new Refused("featureNotSupported", `EXPLAIN gives text and JSON, not ${format}.`);
  return { isAnalyze: isOn("analyze", false), format, hasTiming: isOn("timing", true) };
}

/** Where the explained statement begins: behind EXPLAIN, its words and its options. */
function innerStart(text: string, { tree, start, end }: RawStatement): number {
  let depth = 0;
  let isOptions = false;
  const hasList = asList(tree.fields.options).length > 0;
  for (const token of tokens(text, start)) {
    if (token.start >= end) break;
    const word = text.slice(token.start, token.end).toUpperCase();
    if (isOptions) {
      depth += word === "(" ? 1 : word === ")" ? -1 : 0;
      if (depth === 0) isOptions = false;
      continue;
    }
    if (["EXPLAIN", "ANALYZE", "ANALYSE", "VERBOSE"].includes(word)) continue;
    if (
      word === "(" &&
      hasList &&
      !/^\(\s*(?:select|with|values|table|\()/i.test(text.slice(token.start, end))
    ) {
      isOptions = true;
      depth = 1;
      continue;
    }
    return token.start;
  }
  return end;
}
