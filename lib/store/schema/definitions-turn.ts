import { createProjectQueue } from "../../db/connections/project-queue.ts";
import type { Database, Transaction } from "../../db/database.ts";
import { systemScope, type TenantScope } from "../../db/scope.ts";
import { holdOffChanges } from "./schema-version.ts";

/** A turn for work that has lost to changes of definitions again and again. */
export interface DefinitionsTurn {
  /** Runs work while no change of the database's definitions is under way and none begins; after two seconds, one may. */
  run<T>(scope: TenantScope, work: () => Promise<T>): Promise<T>;
}

interface Turn {
  readonly begun: Promise<void>;
  /** Who has it has done its work. */
  leave(): void;
  members: number;
}

/** Work whose transaction has begun keeps changes off by itself. */
const longestMs = 2_000;

/** A turn takes a connection beside those of the work in it: not many at a time, and none of a project alone. */
const limits = { runningMax: 2, totalMax: 4, waitingMax: 500, waitMs: 10_000 };

/** All that wait for a turn of the same database have it together. */
export function createDefinitionsTurn(database: Database): DefinitionsTurn {
  const queue = createProjectQueue(limits);
  /** Turns that wait to begin, by database. */
  const waiting = new Map<string, Turn>();

  const begin = (scope: TenantScope): Turn => {
    const begun = Promise.withResolvers<void>();
    const over = Promise.withResolvers<void>();
    const turn: Turn = {
      begun: begun.promise,
      members: 0,
      leave: () => {
        turn.members -= 1;
        if (turn.members === 0) over.resolve();
      },
    };
    const hold = async (tx: Transaction) => {
      await tx.query(holdOffChanges(scope));
      waiting.delete(scope.databaseId);
      begun.resolve();
      const timer = setTimeout(over.resolve, longestMs);
      await over.promise.finally(() => clearTimeout(timer));
    };
    waiting.set(scope.databaseId, turn);
    queue
      .run(scope.projectId, () => database.transaction(systemScope, hold))
      .catch((error: unknown) => {
        // One that ends badly after it has begun need not be told: the database keeps to versions by itself.
        if (waiting.get(scope.databaseId) === turn) waiting.delete(scope.databaseId);
        begun.reject(error);
      });
    return turn;
  };

  return {
    async run(scope, work) {
      const turn = waiting.get(scope.databaseId) ?? begin(scope);
      turn.members += 1;
      try {
        await turn.begun;
        return await work();
      } finally {
        turn.leave();
      }
    },
  };
}
