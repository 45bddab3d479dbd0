import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { isPgError } from "#lib/db/pg-errors.ts";
import { Lane } from "#lib/db/trips/lane.ts";

const answerTo = (asked: number) => ({ rows: [{ asked }], rowCount: 1 });
const serverError = (code: string) => Object.assign(new Error(code), { severity: "ERROR", code });

/** A lane whose trips take a while; how they went. */
function lane({ sharedMax = 2, fails = (_all: readonly number[]): unknown => null } = {}) {
  const trips: (readonly number[])[] = [];
  const state = { sizeMax: 16, running: 0, most: 0, shared: 0, mostShared: 0 };
  const during = async <T>(isShared: boolean, work: () => T): Promise<T> => {
    state.running += 1;
    state.shared += isShared ? 1 : 0;
    state.most = Math.max(state.most, state.running);
    state.mostShared = Math.max(state.mostShared, state.shared);
    await sleep(2);
    state.running -= 1;
    state.shared -= isShared ? 1 : 0;
    return work();
  };
  const made = new Lane<number>({
    alone: (asked) => {
      trips.push([asked]);
      return during(false, () => answerTo(asked));
    },
    together: (all) => {
      trips.push(all);
      return during(true, () => {
        const failure = fails(all);
        if (failure !== null) throw failure;
        return all.map(answerTo);
      });
    },
    isUndone: isPgError,
    runningMax: 2,
    sharedMax,
    sizeMax: () => state.sizeMax,
  });
  const runAll = (count: number) =>
    Promise.allSettled(Array.from({ length: count }, (_, index) => made.run(index)));
  return { runAll, trips, state };
}

const values = (outcomes: readonly PromiseSettledResult<{ readonly rows: readonly object[] }>[]) =>
  outcomes.map((outcome) => (outcome.status === "fulfilled" ? outcome.value.rows[0] : outcome.reason));

describe("a lane", () => {
  it("lets nobody wait while there is room, and gives each the answer to its own statement", async () => {
    const { runAll, trips, state } = lane();
    expect(values(await runAll(2))).toEqual([{ asked: 0 }, { asked: 1 }]);
    expect(trips).toEqual([[0], [1]]);
    expect(state.mostShared).toBe(0);
  });

  it("sends those that wait together, in their order, a bounded number at a time", async () => {
    const { runAll, trips, state } = lane();
    expect(values(await runAll(40))).toEqual(Array.from({ length: 40 }, (_, asked) => ({ asked })));
    expect(trips.flat()).toEqual(Array.from({ length: 40 }, (_, asked) => asked));
    expect(Math.max(...trips.map(({ length }) => length))).toBe(16);
    expect(state.most).toBe(2);
  });

  it("lets as many share a trip as may at that time, and one more with each once more may again", async () => {
    const { runAll, trips, state } = lane({ sharedMax: 1 });
    const sizes = async () => {
      trips.length = 0;
      await runAll(30);
      return trips.map(({ length }) => length).filter((length) => length > 1);
    };
    state.sizeMax = 4;
    expect(await sizes()).toEqual([4, 4, 4, 4, 4, 4, 4]);
    state.sizeMax = 16;
    expect(await sizes()).toEqual([4, 5, 6, 7, 6]);
  });

  it("never has more shared trips under way than it may", async () => {
    const { runAll, state } = lane({ sharedMax: 1 });
    await runAll(80);
    expect(state.mostShared).toBe(1);
  });

  it("runs each by itself again when the server refused them together", async () => {
    const { runAll, trips } = lane({ fails: (all) => (all.includes(9) ? serverError("23505") : null) });
    expect(values(await runAll(12))).toEqual(Array.from({ length: 12 }, (_, asked) => ({ asked })));
    const alone = trips.filter(({ length }) => length === 1).flat();
    expect(alone).toEqual(expect.arrayContaining([...(trips.find((trip) => trip.length > 1) ?? [])]));
  });

  it("runs nothing again of which nobody knows whether it was done", async () => {
    const lost = new Error("Connection terminated unexpectedly");
    const { runAll, trips } = lane({ fails: () => lost });
    const outcomes = values(await runAll(12));
    expect(outcomes.slice(2)).toEqual(Array.from({ length: 10 }, () => lost));
    expect(trips.filter(({ length }) => length === 1)).toEqual([[0], [1]]);
  });

  it("lets fewer share after each failure and then, for a while, nobody", async () => {
    const { runAll, trips } = lane({ sharedMax: 1, fails: () => serverError("23505") });
    for (let round = 0; round < 4; round += 1) await runAll(20);
    const sizes = trips.map(({ length }) => length).filter((length) => length > 1);
    expect(sizes).toEqual([16, 2, 4, 2]);
    trips.length = 0;
    await runAll(20);
    expect(trips).toHaveLength(20);
  });

  it("refuses who has waited ten seconds, and nobody else", async () => {
    const now = vi.spyOn(performance, "now").mockReturnValue(0);
    const first = Promise.withResolvers<ReturnType<typeof answerTo>>();
    const made = new Lane<number>({
      alone: (asked) => (asked === 0 ? first.promise : Promise.resolve(answerTo(asked))),
      together: async (all) => all.map(answerTo),
      isUndone: isPgError,
      runningMax: 1,
      sizeMax: () => 16,
    });
    const asked = [made.run(0), made.run(1)];
    now.mockReturnValue(9_000);
    asked.push(made.run(2));
    now.mockReturnValue(10_001);
    first.resolve(answerTo(0));
    const outcomes = values(await Promise.allSettled(asked));
    now.mockRestore();
    expect(outcomes).toEqual([{ asked: 0 }, expect.objectContaining({ code: "RH402" }), { asked: 2 }]);
  });
});
