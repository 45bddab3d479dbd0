import { availableParallelism } from "node:os";
import { LRUCache } from "lru-cache";
import { isAppError } from "../../errors/app-error.ts";
import type { CompiledSql } from "../../sql/sql.ts";
import type { TransactionOptions } from "../database.ts";
import { isPgError } from "../pg-errors.ts";
import type { TripAnswer, TripResult } from "../protocol/one-trip-query.ts";
import type { Scope } from "../scope.ts";
import { repeated } from "../transaction/repeat.ts";
import { Lane } from "./lane.ts";
import { createStatementTimes } from "./statement-times.ts";

/** One statement that is a transaction of its own, as far as its caller can tell. */
export interface Asked {
  readonly scope: Scope;
  readonly statement: CompiledSql;
  readonly settings: TransactionOptions;
}

/**
 * Lets statements that wait at the same time travel together: those of one signed context, compiled for the same definitions,
 * become one transaction with one beginning and one commit. Nobody is answered before it is committed. When any of them fails
 * nothing of them has happened, and each is run again by itself, so that what one does is never seen in another's answer.
 */
export interface SharedTrips {
  query(asked: Asked): Promise<TripAnswer>;
}

export interface SharedTripsOptions {
  /** Who has the same signed context may share. */
  contextOf(scope: Scope): string;
  /** Whether nobody of other projects asks. */
  isAlone(scope: Scope): boolean;
  /** Sends statements as one transaction, which happens as a whole or not at all. */
  send(scope: Scope, statements: readonly CompiledSql[], settings: TransactionOptions): Promise<TripResult>;
}

/** Milliseconds a statement may take among others; past it all of them go by themselves, with the time that each has. */
const amongOthersMs = 100;
/** How many share a transaction at most: what one of them is kept waiting by the others. */
const sizeMax = 16;
/** Beside other projects, whose statements wait for a processor as long as one transaction has it. Measured: docs/benchmarks.md. */
const sizeBesideOthers = 4;
/** Bytes of parameters, about: a large body is no small statement, whatever its text took before. */
const parametersMax = 16_384;
const lanesMax = 2_000;
/** Of the signed contexts by which lanes are found, in characters: each may hold a long token. */
const contextsMax = 8_000_000;
/** As many transactions as the processors can do; one process could not ask for more than a few. */
const runningMax = Math.min(4, availableParallelism());

interface Lanes {
  readonly version: number | undefined;
  readonly reading: Lane<Asked>;
  readonly writing: Lane<Asked>;
}

export function createSharedTrips({ contextOf, isAlone, send }: SharedTripsOptions): SharedTrips {
  const times = createStatementTimes();
  const byContext = new LRUCache<string, Lanes>({
    max: lanesMax,
    maxSize: contextsMax,
    sizeCalculation: (_lanes, context) => context.length,
  });

  const alone = ({ scope, statement, settings }: Asked): Promise<TripAnswer> =>
    // One statement is the whole transaction, so running it again cannot repeat half of it.
    repeated(async () => {
      const { answers, ms } = await send(scope, [statement], settings);
      times.note(statement.text, ms);
      return onlyAnswer(answers);
    });

  const together = async (all: readonly [Asked, ...Asked[]]): Promise<readonly TripAnswer[]> => {
    const [{ scope, settings }] = all;
    const statements = all.map(({ statement }) => statement);
    const settingsOfAll = { ...settings, timeoutMs: amongOthersMs };
    const { answers, ms } = await send(scope, statements, settingsOfAll).catch((error: unknown) => {
      // Which of them it was that took its time is not told: each has to show again that it is quick.
      if (isPgError(error) && error.code === "57014") for (const { text } of statements) times.forget(text);
      throw error;
    });
    for (const { text } of statements) times.note(text, ms / statements.length);
    return answers;
  };

  function lanesOf({ scope, settings }: Asked): Lanes {
    const context = contextOf(scope);
    const known = byContext.get(context);
    const version = settings.schema?.version;
    if (known !== undefined && known.version === version) return known;
    const sizeNow = () => (isAlone(scope) ? sizeMax : sizeBesideOthers);
    const ways = { alone, together, runningMax, sizeMax: sizeNow };
    // Two transactions with several rows each may wait for each other's; one alone, and any number of single statements, never do.
    const lanes = {
      version,
      reading: new Lane({ ...ways, isUndone: (error) => isPgError(error) || isLost(error) }),
      // Of a lost connection nobody knows what was committed: nothing may be run again.
      writing: new Lane({ ...ways, isUndone: isPgError, sharedMax: 1 }),
    };
    byContext.set(context, lanes);
    return lanes;
  }

  return {
    query(asked) {
      const { settings, statement } = asked;
      if (settings.mayShare !== true || !times.isQuick(statement.text) || !isSmall(statement))
        return alone(asked);
      const { reading, writing } = lanesOf(asked);
      return (settings.readOnly === true ? reading : writing).run(asked);
    },
  };
}

/** The connection was given up; who only reads may ask again on another. */
function isLost(error: unknown): boolean {
  return isAppError(error) && error.code === "RH008";
}

function onlyAnswer([answer]: readonly TripAnswer[]): TripAnswer {
  if (answer === undefined) throw new Error("a statement was not answered");
  return answer;
}

function isSmall({ values }: CompiledSql): boolean {
  let bytes = 0;
  for (const value of values) {
    if (typeof value === "string") bytes += value.length;
    else if (typeof value === "object" && value !== null) return false;
  }
  return bytes <= parametersMax;
}
