import type { CatalogFunction, FunctionStep } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { type BodyTools, stepBody } from "./writing-body.ts";
import { sentArguments, type WritingBody, type WritingCall, writingCall } from "./writing-function.ts";

/** Values as Postgres's texts. */
export type Row = readonly (string | null)[];

/** Where steps are carried out: a transaction, and what its errors are told as. */
export interface StepHost extends BodyTools {
  /** Carries a statement out that gives one text. @param targets the tables that it writes to. */
  ask(statement: Sql, targets: readonly string[]): Promise<string | null>;
  /** Carries work out of which nothing is left when it fails. @throws what the work throws. */
  attempt(work: () => Promise<void>): Promise<void>;
  /** What an error says, in the names of the database's own tables: SQLERRM. */
  wordsOf(error: unknown): string;
}

/** What all functions that one call carries out may take. */
export interface Budget {
  statements: number;
  /** Characters that variables, and rows that are given back, may still have together. */
  room: number;
  /** Characters that may still travel: a value goes into each statement that speaks of it. */
  traffic: number;
  readonly until: number;
}

const statementsMax = 20_000;
const timeMs = 15_000;
/** All of it stays in memory, several times over while a statement is made of it. */
const roomMax = 4 * 1024 * 1024;
/** As JSON, where signs are escaped. */
const answerMax = 2 * roomMax;
/** What is written into statements and read from answers keeps the process, and so everybody, waiting. */
const trafficMax = 128 * 1024 * 1024;

export function newBudget(): Budget {
  return { statements: statementsMax, room: roomMax, traffic: trafficMax, until: Date.now() + timeMs };
}

/** Takes room for values in the place of others. @throws {AppError} 54000 when there is none. */
export function takeRoom(budget: Budget, values: Row, before: Row = []): void {
  budget.room -= lengthOf(values) - lengthOf(before);
  if (budget.room < 0) throw tooMuch();
}

function lengthOf(values: Row): number {
  return values.reduce((sum, value) => sum + (value?.length ?? 0), 0);
}

/** @throws {AppError} 54000 when a call has sent and fetched what it may. */
function takeTraffic(budget: Budget, characters: number): void {
  budget.traffic -= characters;
  if (budget.traffic >= 0) return;
  throw new AppError("54000", `a call sends and fetches values of ${trafficMax} characters at most`, {
    status: 400,
    hint: "Say what is long in one statement, not in each of a loop.",
  });
}

function tooMuch(): AppError {
  return new AppError("54000", `a call keeps values of ${roomMax} characters at most`, { status: 400 });
}

/** The statements of a function that is carried out step by step, over what its arguments and variables are by then. */
export class StepStatements {
  readonly #host: StepHost;
  readonly #called: CatalogFunction;
  readonly #values: Row;
  readonly #budget: Budget;
  readonly #bodies = new Map<FunctionStep, Promise<WritingBody>>();
  readonly #said = new Map<WritingBody, ReadonlySet<string>>();

  constructor(host: StepHost, called: CatalogFunction, values: Row, budget: Budget) {
    this.#host = host;
    this.#called = called;
    this.#values = values;
    this.#budget = budget;
  }

  /** @throws {AppError} 54000 · 57014 when more has been done than a call may. */
  spend(): void {
    const budget = this.#budget;
    budget.statements -= 1;
    if (budget.statements < 0)
      throw new AppError("54000", `a call carries ${statementsMax} statements out at most`, { status: 400 });
    if (Date.now() > budget.until)
      throw new AppError("57014", "canceling statement due to statement timeout", { status: 408 });
  }

  /** The first rows of a statement, each value as what it is kept in. */
  async rows(step: FunctionStep, types: readonly string[], limit: number): Promise<readonly Row[]> {
    const call = await this.#compiled(step);
    const columns = types.map((_, index) => ident(`v${index}`));
    const texts = types.map((type, index) => sql`(${columns[index] ?? sql``}::${keyword(type)})::text`);
    const one = sql`select to_json(array[${join(texts)}]::text[]) as "$one" from ${call.rows} as "$r" (${join(columns)}) limit ${keyword(String(limit))}`;
    const text = await this.#ask(
      sql`${call.with} select left(coalesce(json_agg("$rows"."$one"), '[]')::text, ${keyword(String(answerMax + 1))}) from (${one}) as "$rows"`,
      call.targets,
    );
    if (text !== null && text.length > answerMax) throw tooMuch();
    takeTraffic(this.#budget, text?.length ?? 0);
    // The query's own text: rows of texts.
    return JSON.parse(text ?? "[]") as readonly Row[];
  }

  /** Carries a statement out. @returns how many rows it met. */
  async counted(step: FunctionStep): Promise<number> {
    const body = await this.#body(step);
    const call = await this.#compiled(step);
    const isCounted = !("called" in body.last) && !body.last.returns;
    const count = isCounted
      ? sql`select max("$r"."n")::text from ${call.rows} as "$r" ("n")`
      : sql`select count(*)::text from ${call.rows} as "$r"`;
    return Number(await this.#ask(sql`${call.with} ${count}`, call.targets));
  }

  async #compiled(step: FunctionStep): Promise<WritingCall> {
    const body = await this.#body(step);
    const values = this.#spoken(body);
    takeTraffic(this.#budget, lengthOf(values));
    const call = writingCall(this.#called, body, sentArguments(this.#called, values));
    for (const text of call.before) await this.#ask(text, call.targets);
    return call;
  }

  /** The values that a statement speaks of; null for the others, which need not travel. */
  #spoken(body: WritingBody): Row {
    const said = this.#said.get(body) ?? numbersIn(body);
    this.#said.set(body, said);
    return said.has("*")
      ? this.#values
      : this.#values.map((value, index) => (said.has(String(index + 1)) ? value : null));
  }

  #body(step: FunctionStep): Promise<WritingBody> {
    const known = this.#bodies.get(step) ?? stepBody(this.#host, this.#called, step);
    this.#bodies.set(step, known);
    return known;
  }

  #ask(statement: Sql, targets: readonly string[]): Promise<string | null> {
    this.spend();
    return this.#host.ask(statement, targets);
  }
}

/** The numbers of the arguments that a body names; `*`: it may name all of them. */
function numbersIn({ before, last }: WritingBody): ReadonlySet<string> {
  const numbers = [...before, last].flatMap((part) =>
    "called" in part ? ["*"] : [...part.text.matchAll(/"\$(\d+)"/g)].flatMap(([, number]) => number ?? []),
  );
  return new Set(numbers);
}
