import { AppError } from "../errors/app-error.ts";

/**
 * Room in memory for the bodies of requests, from before they are read until they are answered: read, parsed and made into
 * statements, a body takes several times its length. Who finds no room leaves what was sent with the sender, and waits.
 */
export interface BodyRoom {
  /**
   * @param owner whose share it is.
   * @param header of the request, by its name in lower case.
   * @returns gives the room back; a second call does nothing.
   * @throws {AppError} RH402 when there is none in time.
   */
  take(owner: string, header: (name: string) => string | null): Promise<() => void>;
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
};

interface Waiter {
  readonly bytes: number;
  start(): void;
}

interface Owner {
  taken: number;
  readonly waiting: Waiter[];
}

const nothing = () => undefined;

export function createBodyRoom(options: BodyRoomOptions = bodyRoomOptions): BodyRoom {
  const { ownMax, totalMax, freeMax, untold, waitingMax, waitMs } = options;
  const owners = new Map<string, Owner>();
  let total = 0;

  // What alone is more than a share may still come, by itself.
  const fits = (of: Owner, bytes: number) =>
    (of.taken === 0 || of.taken + bytes <= ownMax) && (total === 0 || total + bytes <= totalMax);

  function enter(of: Owner, bytes: number): void {
    of.taken += bytes;
    total += bytes;
  }

  function leave(key: string, of: Owner, bytes: number): void {
    of.taken -= bytes;
    total -= bytes;
    startNext();
    forget(key, of);
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
    return promise.finally(() => clearTimeout(timer));
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
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        leave(key, of, bytes);
      };
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
