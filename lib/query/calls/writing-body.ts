import type { Catalog, CatalogFunction, FunctionStep } from "../../catalog/types.ts";
import { asList, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile, keyword } from "../../sql/sql.ts";
import { enumEdits } from "../enums/enum-edits.ts";
import { ownTypeEdits } from "../own-types.ts";
import type { ParseOutcome, RawStatement } from "../parser/sql-parser.ts";
import { sequenceEdits } from "../sequences.ts";
import { statementKind } from "../statement-kind.ts";
import { resolveTables } from "../table-references.ts";
import { listItems, type Range } from "../text/clauses.ts";
import { cutter } from "../text/composed-text.ts";
import { numbered } from "../text/numbered.ts";
import { byteIndex } from "../text/positions.ts";
import type { CallerRules } from "../write/context.ts";
import { Refused } from "../write/refused.ts";
import { typesOf } from "./call-types.ts";
import { callerEdits } from "./caller-edits.ts";
import {
  argumentsOf,
  bracketOf,
  callableNames,
  calledFunction,
  callsWriting,
  type StoredCall,
  storedCalls,
  writesHere,
} from "./stored-calls.ts";
import { type CalledBody, type CompiledBody, compileBody, type WritingBody } from "./writing-function.ts";

export interface BodyTools {
  readonly catalog: Catalog;
  readonly parse: (text: string) => Promise<ParseOutcome>;
  /** Absent: nothing binds the caller. */
  readonly rules?: CallerRules;
}

const stepsMax = 100;

/** The body of a stored function as it was when the function was made: its queries have the same columns. */
export function storedBody(tools: BodyTools, called: CatalogFunction): Promise<WritingBody> {
  return bodyWithin(tools, called, { functions: [], steps: { left: stepsMax } });
}

/** Nothing around but a function that is being made. */
export function outermost({ id }: Pick<CatalogFunction, "id">): Around {
  return { functions: [id], steps: { left: stepsMax } };
}

/** The functions around a body, and how many more statements the outermost one may have. */
interface Around {
  readonly functions: readonly string[];
  readonly steps: { left: number };
}

async function bodyWithin(tools: BodyTools, called: CatalogFunction, around: Around): Promise<WritingBody> {
  const { writes } = called;
  if (writes === undefined) throw new RangeError(`${called.name} does not write`);
  if (called.steps !== undefined) throw stepsWithin(called);
  if (around.functions.includes(called.id)) throw tooDeep(called);
  const within = { ...around, functions: [...around.functions, called.id] };
  // A function of SECURITY DEFINER is bound by nothing, and neither is what it calls.
  const { rules: _, ...free } = tools;
  const own: BodyTools = called.isDefiner === true ? free : tools;
  const compiled: (CompiledBody | CalledBody)[] = [];
  for (const { query, asked } of [...(writes.before ?? []), { query: called.query, asked: writes.asked }]) {
    around.steps.left -= 1;
    if (around.steps.left < 0) throw tooDeep(called);
    const parsed = await tools.parse(query);
    const [statement] = parsed.ok ? parsed.statements : [];
    if (statement === undefined) throw new RangeError(`the body of ${called.name} is no statement any more`);
    const columns = [...asked];
    const columnsOf = () => Promise.resolve(columns.shift() ?? []);
    compiled.push(
      (await calledBody(own, { body: query, statement }, within)) ??
        (await compileBody({ ...own, called, body: query, statement, columnsOf })),
    );
  }
  const last = compiled.pop();
  if (last === undefined) throw new RangeError("a body without a statement");
  return { before: compiled, last };
}

/** A statement that is carried out by itself. */
export async function stepBody(
  tools: BodyTools,
  called: CatalogFunction,
  { query, asked }: FunctionStep,
): Promise<WritingBody> {
  return storedBody(tools, { ...called, query, writes: { command: "SELECT", asked } });
}

/** What goes on step by step is no part of a statement. */
function stepsWithin({ name }: CatalogFunction): Refused {
  return new Refused("featureNotSupported", `function ${name} decides by IF, loops or errors what it does`, {
    hint: "Such a function is called by a statement of its own, through rpc(), or from a function in LANGUAGE plpgsql.",
  });
}

export function tooDeep({ name }: CatalogFunction): Refused {
  return new Refused("statementTooComplex", "stack depth limit exceeded", {
    hint: `The function ${name} calls itself, or calls too many others.`,
  });
}

export interface BodyStatement {
  readonly body: string;
  readonly statement: RawStatement;
}

/**
 * `SELECT g(…)` of another function that writes, which is all that a statement of a body does.
 *
 * @returns null for a statement that calls none.
 */
export async function calledBody(
  tools: BodyTools,
  statement: BodyStatement,
  around: Around,
): Promise<CalledBody | null> {
  const whole = wholeCall(tools, statement);
  return whole === null ? null : { ...whole, body: await bodyWithin(tools, whole.called, around) };
}

/**
 * The function that a statement calls and does nothing else, with a text for each argument; null: its default.
 *
 * @param isTyped whether these are to be as typed, and not made ready to run.
 */
export function wholeCall(
  tools: BodyTools,
  { body, statement }: BodyStatement,
  isTyped = false,
): Pick<CalledBody, "called" | "given"> | null {
  const { catalog } = tools;
  const { tree, start, end } = statement;
  if (statementKind(tree) !== "query" || !callsWriting(catalog, tree)) return null;
  const [found, ...others] = storedCalls(callableNames(catalog), tree);
  if (found === undefined) return null;
  const called = calledFunction(catalog, found.call, typesOf(catalog, tree));
  const resolved = resolveTables(catalog, tree);
  if (!resolved.ok) throw Refused.with(resolved.refusal);
  // What is given speaks of the arguments around, and of nothing that is stored.
  const readsTables = resolved.references.tables.length > 0;
  if (others.length > 0 || readsTables || !isWhole(tree, found)) throw writesHere(found.call, called);
  tools.rules?.read.demandCall?.(called);
  const typed = body.slice(start, end);
  const toIndex = byteIndex(body);
  const indexOf = (offset: number) => toIndex(offset) - start;
  const words = [
    ...callerEdits(typed, tree, indexOf),
    ...ownTypeEdits(catalog, typed, tree, indexOf),
    ...sequenceEdits(catalog, typed, tree, indexOf),
  ];
  const plain = enumEdits(catalog, typed, tree, indexOf, words);
  const cut = cutter(typed, plain);
  const { inside } = bracketOf(typed, indexOf(Number(found.call.fields.location ?? 0)));
  const ready = (range: Range) =>
    numbered(
      cut(range.start, range.end)
        .map(({ text }) => text)
        .join(""),
    );
  const given = argumentsOf(called, found.call, listItems(typed, inside), typed, (range) =>
    keyword(isTyped ? typed.slice(range.start, range.end) : ready(range)),
  );
  return { called, given: given.map((value) => (value === null ? null : compile(value).text)) };
}

/** `SELECT g(…)` and `SELECT * FROM g(…)`, and nothing more. */
function isWhole({ fields }: TreeNode, { call, item }: StoredCall): boolean {
  const { targetList, fromClause, limitOption, op, ...clauses } = fields;
  const isPlain = Object.values(clauses).every((clause) => clause === undefined || clause === false);
  const [target, ...more] = asList(targetList).map(unwrap);
  const value = unwrap(target?.fields.val);
  if (!isPlain || more.length > 0) return false;
  if (item === null) return fromClause === undefined && value?.fields === call.fields;
  const [only, ...rest] = asList(fromClause).map(unwrap);
  const parts = asList(value?.fields.fields).map(unwrap);
  return (
    rest.length === 0 && only?.fields === item.fields && parts.length === 1 && parts[0]?.kind === "A_Star"
  );
}
