import { Worker } from "node:worker_threads";
import { asList, unwrap } from "../../expression/tree.ts";
import { byteIndex } from "../text/positions.ts";
import { isParsedInPlace, parserInPlace } from "./parser-in-place.ts";
import { examine, statementsMax, tooComplex } from "./parser-limits.ts";
import type { ParseReply, ParseRequest } from "./parser-worker.ts";
import { recentTexts } from "./recent-texts.ts";
import type { ParseOutcome, SqlParser } from "./sql-parser.ts";

export interface ParserPoolOptions {
  /** Milliseconds one text may take; the pre-scan's limits keep real texts far below. Default 2,000. */
  readonly timeoutMs?: number;
}

interface Job {
  readonly text: string;
  readonly settle: (reply: ParseReply) => void;
}

/** Deep trees recurse in the parser: with this stack every text within the limits of `parser-limits.ts` fits. */
const stackSizeMb = 16;

/**
 * Postgres's parser: short texts are parsed in place, all others in a worker thread that is replaced after a stack
 * overflow, a crash or a timeout.
 * For the composition root only: a bundler cannot follow the worker's file.
 */
export function createParserPool({ timeoutMs = 2_000 }: ParserPoolOptions = {}): SqlParser {
  const queue: Job[] = [];
  const recent = recentTexts();
  const inPlace = parserInPlace();
  let worker: Worker | null = null;
  let running: Job | null = null;
  let isClosed = false;

  function next(): void {
    const job = running === null ? queue.shift() : undefined;
    if (job === undefined) return;
    running = job;
    worker ??= startWorker(timeoutMs, finish);
    worker.ref();
    worker.postMessage({ text: job.text } satisfies ParseRequest);
  }

  function finish(from: Worker, reply: ParseReply): void {
    if (worker !== from) return;
    // An idle parser does not keep the process alive.
    worker.unref();
    if (reply.kind === "broken") {
      worker = null;
      void from.terminate();
    }
    const job = running;
    running = null;
    job?.settle(reply);
    next();
  }

  const elsewhere = (text: string) =>
    new Promise<ParseReply>((settle) => {
      if (isClosed) return settle({ kind: "broken" });
      queue.push({ text, settle });
      next();
    });

  return {
    async parse(text) {
      const known = recent.get(text);
      if (known !== undefined) return known;
      const examined = examine(text);
      if (!examined.ok) return examined;
      if (text === "") return { ok: true, statements: [] };
      const isShort = isParsedInPlace(text, examined);
      const reply = (isShort ? await inPlace(text) : null) ?? (await elsewhere(text));
      const outcome = outcomeOf(text, reply);
      recent.add(text, outcome);
      return outcome;
    },
    async close() {
      isClosed = true;
      const last = worker;
      worker = null;
      running?.settle({ kind: "broken" });
      for (const job of queue.splice(0)) job.settle({ kind: "broken" });
      await last?.terminate();
    },
  };
}

function startWorker(timeoutMs: number, finish: (worker: Worker, reply: ParseReply) => void): Worker {
  const worker = new Worker(new URL("./parser-worker.ts", import.meta.url), {
    resourceLimits: { stackSizeMb, maxOldGenerationSizeMb: 256 },
  });
  let timer: NodeJS.Timeout | undefined;
  const end = (reply: ParseReply): void => {
    clearTimeout(timer);
    finish(worker, reply);
  };
  worker.on("message", (reply: ParseReply) => {
    // The clock starts when the parsing does: loading the parser on a busy machine is not the text's fault.
    if (reply.kind === "started") timer = setTimeout(end, timeoutMs, { kind: "broken" });
    else end(reply);
  });
  worker.on("error", () => end({ kind: "broken" }));
  worker.on("exit", () => end({ kind: "broken" }));
  return worker;
}

function outcomeOf(text: string, reply: ParseReply): ParseOutcome {
  switch (reply.kind) {
    case "parsed":
      return statementsOf(text, JSON.parse(reply.json));
    case "refused":
      return {
        ok: false,
        code: frameProblem.test(reply.message) ? "42P20" : "42601",
        message: reply.message,
        position: reply.position + 1,
      };
    default:
      return tooComplex("The statement is too complex.");
  }
}

/** What the grammar itself says of a window's frame; all else that it refuses is no syntax. */
const frameProblem = /^frame (?:starting|start|end) /;

function statementsOf(text: string, result: { stmts?: unknown }): ParseOutcome {
  const list = asList(result.stmts);
  if (list.length > statementsMax) return tooComplex(`There are more than ${statementsMax} statements.`);
  const toIndex = byteIndex(text);
  const statements = list.flatMap((item) => {
    const { stmt, stmt_location: from = 0, stmt_len: length } = item as RawStmt;
    const tree = unwrap(stmt);
    if (tree === null) return [];
    const end = length === undefined ? text.length : toIndex(from + length);
    return [{ tree, start: toIndex(from), end }];
  });
  return { ok: true, statements };
}

/** libpg-query's `RawStmt`: zeros are left out, offsets are bytes. */
interface RawStmt {
  readonly stmt?: unknown;
  readonly stmt_location?: number;
  readonly stmt_len?: number;
}
