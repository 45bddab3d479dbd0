import type { BlockStep, ResponseSetting } from "../../catalog/block-steps.ts";
import type { CatalogFunction, FunctionStep } from "../../catalog/types.ts";
import { returnedColumns } from "../../engine/stored-view.ts";
import { AppError } from "../../errors/app-error.ts";
import { answerCall } from "./answer-call.ts";
import { codeOf, isForgiven, refuseOther } from "./step-errors.ts";
import {
  type Budget,
  newBudget,
  type Row,
  type StepHost,
  StepStatements,
  takeRoom,
} from "./step-statements.ts";
import { tooDeep } from "./writing-body.ts";
import type { WritingCall } from "./writing-function.ts";

const rowsMax = 10_000;
const depthMax = 50;

/**
 * Carries a function out step by step.
 *
 * @param given what its arguments come to, as texts.
 * @returns what it gives back, to be read as the result of any other function.
 */
export async function runSteps(host: StepHost, called: CatalogFunction, given: Row): Promise<WritingCall> {
  const around = newAround();
  const rows = await rowsOf(host, called, given, around);
  return { ...answerCall(called, rows), response: around.response };
}

interface Around {
  readonly budget: Budget;
  readonly depth: number;
  readonly response: Record<ResponseSetting, string | null>;
}

function newAround(): Around {
  return { budget: newBudget(), depth: 0, response: { status: null, headers: null } };
}

async function rowsOf(
  host: StepHost,
  called: CatalogFunction,
  given: Row,
  around: Around,
): Promise<readonly Row[]> {
  const { steps, isStrict, isDefiner, ...own } = called;
  if (steps === undefined) throw new RangeError(`${called.name} has no steps`);
  if (around.depth > depthMax) throw tooDeep(called);
  if (isStrict === true && given.some((value) => value === null)) return [];
  const { rules: _, ...free } = host;
  const all = { ...own, arguments: [...called.arguments, ...steps.variables] };
  const values = all.arguments.map((_argument, index) => given[index] ?? null);
  const { room } = around.budget;
  takeRoom(around.budget, values);
  const run = new StepRun(isDefiner === true ? free : host, all, values, around);
  return run.all(steps.steps).finally(() => {
    // Its variables are gone.
    around.budget.room = room;
  });
}

/** What a step leaves: how a loop, or the function, goes on. */
type Way = "on" | "continue" | "exit" | "return";

/** One function that is carried out, with what its arguments and variables have come to. */
export class StepRun {
  readonly #host: StepHost;
  readonly #called: CatalogFunction;
  readonly #values: (string | null)[];
  readonly #around: Around;
  readonly #statements: StepStatements;
  readonly #given: Row[] = [];
  #count = 0;
  #caught: unknown = null;

  constructor(
    host: StepHost,
    called: CatalogFunction,
    values: readonly (string | null)[],
    around: Around = newAround(),
  ) {
    this.#host = host;
    this.#called = called;
    this.#values = [...values];
    this.#around = around;
    this.#statements = new StepStatements(host, called, this.#values, around.budget);
    this.#set("found", "false");
  }

  /** @returns the rows that it gives back. @throws {AppError} 2F005 where it gives nothing back although it should. */
  async all(steps: readonly BlockStep[]): Promise<readonly Row[]> {
    const way = await this.#carryOut(steps);
    const { returns } = this.#called;
    if (returns.kind === "value" && !returns.isSet && way !== "return")
      throw new AppError("2F005", "control reached end of function without RETURN", { status: 400 });
    return this.#given;
  }

  async #carryOut(steps: readonly BlockStep[]): Promise<Way> {
    for (const step of steps) {
      const way = await this.#one(step);
      if (way !== "on") return way;
    }
    return "on";
  }

  async #one(step: BlockStep): Promise<Way> {
    switch (step.kind) {
      case "run":
        return this.#run(step);
      case "call":
        return this.#call(step);
      case "count":
        this.#values[step.into] = String(this.#count);
        return "on";
      case "give":
        await this.#give(step.step);
        return "on";
      case "return":
        if (step.step !== undefined) await this.#give(step.step);
        return "return";
      case "raise":
        throw await this.#raised(step);
      case "raise again":
        throw this.#caught;
      case "attempt":
        return this.#attempt(step);
      case "leave": {
        const isLeft = step.condition === null || (await this.#holds(step.condition));
        return isLeft ? (step.isContinue ? "continue" : "exit") : "on";
      }
      default:
        return this.#branch(step);
    }
  }

  async #branch(step: Extract<BlockStep, { kind: "if" | "while" | "each" }>): Promise<Way> {
    if (step.kind === "each") return this.#each(step);
    if (step.kind === "while") {
      while (step.condition === null || (await this.#holds(step.condition))) {
        const way = await this.#carryOut(step.steps);
        if (way === "exit") break;
        if (way === "return") return way;
        this.#statements.spend();
      }
      return "on";
    }
    for (const { condition, steps } of step.arms)
      if (await this.#holds(condition)) return this.#carryOut(steps);
    return this.#carryOut(step.otherwise);
  }

  async #each({ step, into, steps }: Extract<BlockStep, { kind: "each" }>): Promise<Way> {
    const rows = await this.#statements.rows(step, this.#typesAt(into), rowsMax + 1);
    if (rows.length > rowsMax)
      throw new AppError("54000", `a loop goes through ${rowsMax} rows at most`, { status: 400 });
    for (const row of rows) {
      this.#keep(into, row);
      const way = await this.#carryOut(steps);
      if (way === "return") return way;
      if (way === "exit") break;
      this.#statements.spend();
    }
    this.#set("found", String(rows.length > 0));
    return "on";
  }

  async #run(step: Extract<BlockStep, { kind: "run" }>): Promise<Way> {
    return step.answers === undefined ? this.#keepRow(step) : this.#answer(step, step.answers);
  }

  /** What is said of the answer holds from then on; of several rows the last says it. */
  async #answer(
    { step, into, isAssignment }: Extract<BlockStep, { kind: "run" }>,
    settings: readonly ResponseSetting[],
  ): Promise<Way> {
    const types = settings.map(() => "text");
    const rows = await this.#statements.rows(step, types, rowsMax);
    for (const row of rows)
      for (const [index, setting] of settings.entries()) this.#around.response[setting] = row[index] ?? null;
    if (into.length > 0) this.#keep(into, rows[0] ?? []);
    if (isAssignment !== true) this.#told(rows.length);
    return "on";
  }

  async #keepRow({ step, into, isStrict, isAssignment }: Extract<BlockStep, { kind: "run" }>): Promise<Way> {
    const rows = into.length === 0 ? null : await this.#statements.rows(step, this.#typesAt(into), 2);
    const count = rows === null ? await this.#statements.counted(step) : Math.min(rows.length, 1);
    if (isStrict === true) refuseOther(rows?.length ?? count);
    if (rows !== null) this.#keep(into, rows[0] ?? []);
    if (isAssignment !== true) this.#told(count);
    return "on";
  }

  async #call({
    name,
    signature,
    given,
    into,
    isAssignment,
  }: Extract<BlockStep, { kind: "call" }>): Promise<Way> {
    const called = this.#host.catalog.functions?.find(
      (one) => one.name === name && (one.signature ?? "") === signature && one.steps !== undefined,
    );
    if (called === undefined)
      throw new AppError("42883", `function ${name}(${signature}) does not exist`, { status: 400 });
    this.#host.rules?.read.demandCall?.(called);
    const types = called.arguments.map(({ type }) => type);
    const [values = []] = given === null ? [] : await this.#statements.rows(given, types, 1);
    const rows = await rowsOf(this.#host, called, values, {
      ...this.#around,
      depth: this.#around.depth + 1,
    });
    this.#keep(into, rows[0] ?? []);
    if (isAssignment !== true) this.#told(1);
    return "on";
  }

  async #give(step: FunctionStep): Promise<void> {
    const { returns } = this.#called;
    const types = returns.kind === "void" ? [] : returnedColumns(this.#called).map(({ type }) => type);
    const isSet = returns.kind !== "void" && returns.isSet;
    const rows = await this.#statements.rows(step, types, isSet ? rowsMax + 1 - this.#given.length : 1);
    for (const row of rows) takeRoom(this.#around.budget, row);
    this.#given.push(...rows);
    if (this.#given.length > rowsMax)
      throw new AppError("54000", `a function gives ${rowsMax} rows at most`, { status: 400 });
    this.#told(rows.length);
  }

  async #raised({ message, told }: Extract<BlockStep, { kind: "raise" }>): Promise<AppError> {
    if (told === undefined) return new AppError("P0001", message, { status: 400 });
    const [row = []] = await this.#statements.rows(told, ["text", "text", "text", "text"], 1);
    const [said, code, hint, detail] = row;
    return new AppError(/^[0-9A-Z]{5}$/.test(code ?? "") ? (code ?? "") : "P0001", said ?? "", {
      status: 400,
      ...(hint == null ? {} : { hint }),
      ...(detail == null ? {} : { details: detail }),
    });
  }

  async #attempt(step: Extract<BlockStep, { kind: "attempt" }>): Promise<Way> {
    const { steps, forgives, returns, handlers = [] } = step;
    let way: Way = "on";
    const said = { ...this.#around.response };
    try {
      await this.#host.attempt(async () => {
        way = await this.#carryOut(steps);
      });
      return way;
    } catch (error) {
      const code = codeOf(error);
      if (code === null || !isForgiven(forgives, code)) throw error;
      Object.assign(this.#around.response, said);
      const handler = handlers.find(({ codes }) => isForgiven(codes, code));
      const outer = this.#caught;
      this.#caught = error;
      this.#set("sqlstate", code);
      this.#set("sqlerrm", this.#host.wordsOf(error));
      const after = await this.#carryOut(handler?.steps ?? []);
      this.#caught = outer;
      return returns ? "return" : after;
    }
  }

  async #holds(condition: FunctionStep): Promise<boolean> {
    return (await this.#statements.rows(condition, ["boolean"], 1))[0]?.[0] === "true";
  }

  #set(name: string, value: string): void {
    const place = this.#called.arguments.findIndex((argument) => argument.name === name);
    if (place !== -1) this.#values[place] = value;
  }

  #keep(into: readonly number[], row: Row): void {
    const before = into.map((place) => this.#values[place] ?? null);
    takeRoom(this.#around.budget, row.slice(0, into.length), before);
    for (const [index, place] of into.entries()) this.#values[place] = row[index] ?? null;
  }

  #told(count: number): void {
    this.#count = count;
    this.#set("found", String(count > 0));
  }

  #typesAt(places: readonly number[]): readonly string[] {
    return places.map((place) => this.#called.arguments[place]?.type ?? "text");
  }
}
