import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type BodyRoomOptions, createBodyRoom } from "#lib/limits/body-room.ts";
import { eventually } from "#tests/harness/eventually.ts";

const options: BodyRoomOptions = {
  ...{ ownMax: 100, totalMax: 150, freeMax: 10, untold: 80 },
  ...{ waitingMax: 2, waitMs: 20_000, graceMs: 60_000, bytesPerSecond: 1 },
};

const length = (bytes: number) => (name: string) => (name === "content-length" ? String(bytes) : null);

/** Whether something has come about by now. */
function settled(promise: Promise<unknown>): Promise<boolean> {
  return Promise.race([promise.then(() => true), sleep(5).then(() => false)]);
}

describe("room for bodies", () => {
  it("is given to an owner up to its share, and the rest waits until some is given back", async () => {
    const room = createBodyRoom(options);
    const { leave } = await room.take("a", length(60));
    const second = room.take("a", length(60));
    expect(await settled(second)).toBe(false);
    leave();
    expect(await settled(second)).toBe(true);
  });

  it("is there for others beside one that takes all it can", async () => {
    const room = createBodyRoom(options);
    await room.take("a", length(80));
    const more = room.take("a", length(60));
    const other = room.take("b", length(60));
    expect([await settled(more), await settled(other)]).toEqual([false, true]);
  });

  it("needs nobody to wait for a small body, or for none", async () => {
    const room = createBodyRoom(options);
    await room.take("a", length(100));
    expect(await settled(room.take("a", length(10)))).toBe(true);
    expect(await settled(room.take("a", () => null))).toBe(true);
  });

  it("gives a small body no signal, which all small ones would share and leave their listeners at", async () => {
    const room = createBodyRoom(options);
    expect((await room.take("a", length(10))).late).toBeNull();
    expect((await room.take("a", length(100))).late).toBeInstanceOf(AbortSignal);
  });

  it("is counted as of the longest where the sender does not say how long", async () => {
    const room = createBodyRoom(options);
    await room.take("a", (name) => (name === "transfer-encoding" ? "chunked" : null));
    expect(await settled(room.take("a", length(30)))).toBe(false);
    expect(await settled(room.take("b", length(70)))).toBe(true);
  });

  it("is given to a body that is larger than a share, by itself", async () => {
    const room = createBodyRoom({ ...options, ownMax: 50, totalMax: 60 });
    const { leave } = await room.take("a", length(80));
    const other = room.take("b", length(20));
    expect(await settled(other)).toBe(false);
    leave();
    leave();
    expect(await settled(other)).toBe(true);
  });

  it("is refused to those past the ones that wait, and to who waits too long", async () => {
    const room = createBodyRoom({ ...options, waitMs: 30 });
    await room.take("a", length(100));
    const waiting = Promise.allSettled([room.take("a", length(50)), room.take("a", length(50))]);
    await expect(room.take("a", length(50))).rejects.toMatchObject({ code: "RH402", status: 429 });
    expect((await waiting).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });

  it("is taken from who sends nothing, when others wait for it", async () => {
    const room = createBodyRoom({ ...options, graceMs: 10, bytesPerSecond: 1_000_000 });
    const slow = await room.take("a", length(80));
    const done = await room.take("b", length(70));
    done.arrived();
    // Nobody waits: whoever is slow may be.
    await sleep(50);
    expect(slow.late?.aborted).toBe(false);
    const other = room.take("c", length(80));
    await eventually(() => expect(slow.late?.aborted).toBe(true));
    expect(slow.late?.reason).toMatchObject({ code: "RH402", status: 429 });
    expect(done.late?.aborted).toBe(false);
    slow.leave();
    slow.leave();
    expect(await settled(other)).toBe(true);
  });

  it("is not taken from others by who waits for its own share", async () => {
    const room = createBodyRoom({ ...options, graceMs: 10, bytesPerSecond: 1_000_000 });
    const [own, others] = [await room.take("a", length(80)), await room.take("b", length(20))];
    void room.take("a", length(30)).catch(() => undefined);
    await eventually(() => expect(own.late?.aborted).toBe(true));
    expect(others.late?.aborted).toBe(false);
    own.leave();
  });
});
