import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createProjectQueue } from "#lib/db/connections/project-queue.ts";

/** Begins some work of a project that lasts; tells how much of it runs at a time. */
function busy(queue: ReturnType<typeof createProjectQueue>, projectId: string, count: number, ms: number) {
  const state = { running: 0, most: 0 };
  const work = async () => {
    state.running += 1;
    state.most = Math.max(state.most, state.running);
    await sleep(ms);
    state.running -= 1;
  };
  const done = Promise.all(Array.from({ length: count }, () => queue.run(projectId, work)));
  return { state, done };
}

describe("a project's turns", () => {
  it("are few while others ask as well, more when it has been alone for a while", async () => {
    const queue = createProjectQueue({ runningMax: 2, aloneMax: 5, waitingMax: 100, waitMs: 5_000 });
    const first = busy(queue, "a", 6, 5);
    await first.done;
    expect(first.state.most).toBe(2);
    await sleep(1_050);
    const alone = busy(queue, "a", 8, 5);
    await alone.done;
    expect(alone.state.most).toBe(5);
    const [again, other] = [busy(queue, "a", 1, 5), busy(queue, "b", 1, 5)];
    await Promise.all([again.done, other.done]);
    const beside = busy(queue, "a", 8, 5);
    await beside.done;
    expect(beside.state.most).toBe(2);
  });

  it("are more for those that wait, too, once it has been alone for a while and none of its own has ended", async () => {
    const queue = createProjectQueue({ runningMax: 1, aloneMax: 2, waitingMax: 100, waitMs: 5_000 });
    const two = busy(queue, "a", 2, 2_500);
    await two.done;
    expect(two.state.most).toBe(2);
  });

  it("tell who has asked alone for a while", async () => {
    const queue = createProjectQueue({ runningMax: 1, waitingMax: 100, waitMs: 5_000 });
    const done = () => Promise.resolve();
    await queue.run("a", done);
    expect(queue.isAlone("a")).toBe(false);
    await sleep(1_050);
    expect([queue.isAlone("a"), queue.isAlone("b")]).toEqual([true, false]);
    await queue.run("b", done);
    expect([queue.isAlone("a"), queue.isAlone("b")]).toEqual([false, false]);
  });

  it("go down to its share as soon as others ask", async () => {
    const queue = createProjectQueue({ runningMax: 1, aloneMax: 4, waitingMax: 100, waitMs: 5_000 });
    await queue.run("a", () => sleep(1_050));
    const many = busy(queue, "a", 12, 20);
    await sleep(5);
    expect(many.state.running).toBe(4);
    await queue.run("b", () => sleep(1));
    await sleep(30);
    expect(many.state.running).toBe(1);
    await many.done;
  });

  it("beside others are one behind the other, unless the one before takes long", async () => {
    const queue = createProjectQueue({ runningMax: 2, quickMax: 1, waitingMax: 100, waitMs: 5_000 });
    const end = Promise.withResolvers<void>();
    const begun: string[] = [];
    const run = (name: string) =>
      queue.run("a", () => {
        begun.push(name);
        return end.promise;
      });
    const all = [run("first"), run("second"), run("third")];
    await Promise.resolve();
    // No timer has had a chance to let another one begin.
    expect(begun).toEqual(["first"]);
    await expect.poll(() => begun, { timeout: 5_000 }).toEqual(["first", "second"]);
    await sleep(100);
    expect(begun).toEqual(["first", "second"]);
    end.resolve();
    await Promise.all(all);
    expect(begun).toEqual(["first", "second", "third"]);
  });

  it("are fewer for work that says so, which lets none behind it pass", async () => {
    const queue = createProjectQueue({ runningMax: 1, aloneMax: 3, waitingMax: 100, waitMs: 5_000 });
    await queue.run("a", () => sleep(1_050));
    const begun: string[] = [];
    const works = ["read", "read", "write", "write"].map((name) => ({ name, ...work(begun, name) }));
    const all = works.map(({ name, run }) => queue.run("a", run, name === "read" ? { aloneMax: 1 } : {}));
    await soon();
    expect(begun).toEqual(["read"]);
    works[0]?.end();
    await soon();
    expect(begun).toEqual(["read", "read", "write", "write"]);
    for (const { end } of works) end();
    await Promise.all(all);
  });

  it("are refused when too many wait, and when one does not come in time", async () => {
    const queue = createProjectQueue({ runningMax: 1, waitingMax: 1, waitMs: 20 });
    const slow = busy(queue, "a", 1, 60);
    const late = queue.run("a", () => sleep(1));
    await expect(queue.run("a", () => sleep(1))).rejects.toMatchObject({ code: "RH402" });
    await expect(late).rejects.toMatchObject({ code: "RH402" });
    await slow.done;
  });
});

/** Work that is told when it begins and ends when it is asked to. */
function work(begun: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const run = () => {
    begun.push(name);
    return promise;
  };
  return { run, end: resolve };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));
const options = { runningMax: 4, waitingMax: 10, waitMs: 60_000 };

describe("turns out of a number that all share", () => {
  it("are given to one only while more than twice as many are free as it has", async () => {
    const queue = createProjectQueue({ ...options, totalMax: 8 });
    const begun: string[] = [];
    const names = ["a", "a", "a", "a", "a", "b", "b", "b", "b", "c", "d", "e"];
    const works = names.map((name) => ({ name, ...work(begun, name) }));
    const running = works.map(({ name, run }) => queue.run(name, run));
    await soon();
    expect(begun.join("")).toBe("aaabbcde");
    for (const { end } of works) end();
    await Promise.all(running);
    expect(begun).toHaveLength(names.length);
  });

  it("go first to who has least, whoever has waited longer", async () => {
    const queue = createProjectQueue({ ...options, totalMax: 6 });
    const begun: string[] = [];
    const works = ["a", "a", "a", "b", "b", "c", "d", "e"].map((name) => ({ name, ...work(begun, name) }));
    const all = works.map(({ name, run }) => queue.run(name, run));
    await soon();
    expect(begun.join("")).toBe("aabbcd");
    works[0]?.end();
    await soon();
    expect(begun.at(-1)).toBe("e");
    for (const { end } of works) end();
    await Promise.all(all);
  });
});

describe("a turn", () => {
  it("lasts until what its work has left behind has ended", async () => {
    const queue = createProjectQueue({ ...options, runningMax: 1, waitMs: 10 });
    const left = Promise.withResolvers<void>();
    await expect(
      queue.run("a", async (keep) => {
        keep(left.promise);
        throw new Error("given up");
      }),
    ).rejects.toThrow("given up");
    await expect(queue.run("a", async () => 1)).rejects.toMatchObject({ code: "RH402" });
    expect(await queue.run("b", async () => 2)).toBe(2);
    left.resolve();
    await soon();
    expect(await queue.run("a", async () => 3)).toBe(3);
  });
});
