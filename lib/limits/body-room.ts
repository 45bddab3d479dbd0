import { AppError } from "../errors/app-error.ts";

/**
 * Room in memory for the bodies of requests, from before they are read until they are answered: read, parsed and made into
 * statements, a body takes several times its length. Who finds no room leaves what was sent with the sender, and waits.
 */
export interface BodyRoom {
  /**
   * @param owner whose share it is.
   * @param header of the request, by its name in lower case.
   * @throws {AppError} RH402 when there is none in time.
   */
  take(owner: string, header: (name: string) => string | null): Promise<Room>;
}

/** Room that one body has. */
export interface Room {
  /**
   * Aborted where the body is slow to come, and others wait for the room: who sends nothing would keep it for nothing.
   * Null: a short body takes no room. A signal that all of these share would hold whoever listens and is cut off.
   */
  readonly late: AbortSignal | null;
  /** The body has come: how long it goes on being worked on is not its sender's doing. */
  arrived(): void;
  /** Gives the room back; a second call does nothing. */
  leave(): void;
}

export interface BodyRoomOptions {
  /** What one owner may have. */
  readonly ownMax: number;
  readonly totalMax: number;
  /** Bodies of up to so many bytes need no room. */
  readonly freeMax: number;
  /** What is counted for a body whose length is not told: the longest that is read. */
  readonly untold: number;
  readonly waitingMax: number;
  readonly waitMs: number;
  /** How long a body may be on its way while others wait: this, and as long as it takes at so many bytes in a second. */
  readonly graceMs: number;
  readonly bytesPerSecond: number;
}

const mebibyte = 1024 * 1024;

/** Two of the longest bodies of an owner at a time, sixteen of all. */
export const bodyRoomOptions: BodyRoomOptions = {
  ownMax: 32 * mebibyte,
  totalMax: 256 * mebibyte,
  freeMax: 64 * 1024,
  untold: 16 * mebibyte,
  waitingMax: 32,
  waitMs: 20_000,
  graceMs: 5_000,
  bytesPerSecond: 2 * mebibyte,
};

interface Waiter {
  readonly bytes: number;
  start(): void;
}

interface Owner {
  taken: number;
  readonly waiting: Waiter[];
}

/** A body on its way. */
interface Coming {
  readonly of: Owner;
  readonly dueAt: number;
  readonly stop: AbortController;
}

const nothing: Room = {
  late: null,
  arrived: () => undefined,
  leave: () => undefined,
};

/** How often those who are late are looked for. */
const everyMs = 250;

export function createBodyRoom(options: BodyRoomOptions = bodyRoomOptions): BodyRoom {
  const { ownMax, totalMax, freeMax, untold, waitingMax, waitMs, graceMs, bytesPerSecond } = options;
  const owners = new Map<string, Owner>();
  const coming = new Set<Coming>();
  let total = 0;
  let waits = 0;
  let looking: NodeJS.Timeout | undefined;

  // What alone is more than a share may still come, by itself.
  const fits = (of: Owner, bytes: number) =>
    (of.taken === 0 || of.taken + bytes <= ownMax) && (total === 0 || total + bytes <= totalMax);

  function enter(of: Owner, bytes: number): void {
    of.taken += bytes;
    total += bytes;
  }

  function roomOf(key: string, of: Owner, bytes: number): Room {
    const stop = new AbortController();
    const dueAt = performance.now() + graceMs + (bytes / bytesPerSecond) * 1000;
    const one = { of, dueAt, stop };
    coming.add(one);
    let isOver = false;
    return {
      late: stop.signal,
      arrived: () => void coming.delete(one),
      leave: () => {
        if (isOver) return;
        isOver = true;
        coming.delete(one);
        of.taken -= bytes;
        total -= bytes;
        startNext();
        forget(key, of);
      },
    };
  }

  /** Stops those who are late where somebody waits for what they have: everybody's room, or their own share. */
  function stopLate(): void {
    const isFull = [...owners.values()].some(
      ({ waiting: [first] }) => first && total + first.bytes > totalMax,
    );
    for (const one of coming) {
      if (performance.now() < one.dueAt || !(isFull || one.of.waiting.length > 0)) continue;
      coming.delete(one);
      one.stop.abort(tooMuch());
    }
  }

  function forget(key: string, of: Owner): void {
    if (of.taken === 0 && of.waiting.length === 0) owners.delete(key);
  }

  /** Who has least goes first. */
  function startNext(): void {
    for (;;) {
      let next: Owner | undefined;
      for (const of of owners.values()) {
        const [first] = of.waiting;
        if (first === undefined || !fits(of, first.bytes)) continue;
        if (next === undefined || of.taken < next.taken) next = of;
      }
      const waiter = next?.waiting.shift();
      if (next === undefined || waiter === undefined) return;
      enter(next, waiter.bytes);
      waiter.start();
    }
  }

  function wait(of: Owner, bytes: number): Promise<void> {
    if (of.waiting.length >= waitingMax) throw tooMuch();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { bytes, start: resolve };
    const timer = setTimeout(() => {
      of.waiting.splice(of.waiting.indexOf(waiter), 1);
      reject(tooMuch());
    }, waitMs);
    of.waiting.push(waiter);
    waits += 1;
    looking ??= setInterval(stopLate, everyMs);
    return promise.finally(() => {
      clearTimeout(timer);
      waits -= 1;
      if (waits > 0) return;
      clearInterval(looking);
      looking = undefined;
    });
  }

  return {
    async take(key, header) {
      const bytes = Math.min(toldLength(header) ?? untold, untold);
      if (bytes <= freeMax) return nothing;
      const of = owners.get(key) ?? { taken: 0, waiting: [] };
      owners.set(key, of);
      try {
        if (of.waiting.length === 0 && fits(of, bytes)) enter(of, bytes);
        else await wait(of, bytes);
      } catch (error) {
        forget(key, of);
        throw error;
      }
      return roomOf(key, of, bytes);
    },
  };
}

function tooMuch(): AppError {
  return new AppError("RH402", "More large requests are being sent than there is room for.", {
    hint: "Send fewer at a time, or smaller ones.",
  });
}

/** The length of a request's body; null: it comes in pieces until it ends. */
function toldLength(header: (name: string) => string | null): number | null {
  if (header("transfer-encoding") !== null) return null;
  return Number(header("content-length") ?? 0);
}
