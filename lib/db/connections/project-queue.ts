import { AppError } from "../../errors/app-error.ts";

/** Keeps a turn beyond its work, until something has ended that the work has left behind. */
export type KeepTurn = (until: Promise<unknown>) => void;

/** Lets each project (or account) have a few transactions at a time; those past that wait for their turn, and not for ever. */
export interface ProjectQueue {
  /** @throws {AppError} RH402 when its turn does not come in time; what `signal` is aborted with while it waits. */
  run<T>(owner: string, work: (keep: KeepTurn) => Promise<T>, turn?: Turn): Promise<T>;
  /** Whether no other has asked for a while. */
  isAlone(owner: string): boolean;
}

interface Turn {
  readonly signal?: AbortSignal | undefined;
  /** How many of its owner's may run with it while no other asks. Default: `aloneMax` of all. */
  readonly aloneMax?: number;
}

export interface ProjectQueueOptions {
  readonly runningMax: number;
  /** How many it may have beside others while the last to begin may soon be done. Default: `runningMax`. */
  readonly quickMax?: number;
  /** How many it may have while no other asks. Default: the same. */
  readonly aloneMax?: number;
  readonly waitingMax: number;
  readonly waitMs: number;
  /**
   * How many there are for all together. Who has some gets one more only while more than twice as many are free, so that
   * a few who take all they can leave some for who comes next. Default: no end.
   */
  readonly totalMax?: number;
  /** Who is told that too much runs. Default: "This project". */
  readonly owner?: string;
}

interface Waiter {
  readonly aloneMax: number;
  start(): void;
}

interface Owner {
  running: number;
  /** When the last of them began, by `performance.now()`. */
  begunAt: number;
  readonly waiting: Waiter[];
}

/** So long after others have asked, a project still has its share only. */
const aloneAfterMs = 1_000;
/** Who has run for so long may go on for long: it must not keep back the rest of its own project. */
const longMs = 25;

export function createProjectQueue({
  runningMax,
  quickMax = runningMax,
  aloneMax = runningMax,
  waitingMax,
  waitMs,
  totalMax = Number.POSITIVE_INFINITY,
  owner = "This project",
}: ProjectQueueOptions): ProjectQueue {
  // How often time alone is looked at, where it lets somebody begin.
  const everyMs = quickMax < runningMax ? longMs : aloneMax > runningMax ? aloneAfterMs : null;
  const owners = new Map<string, Owner>();
  let total = 0;
  let waits = 0;
  let passing: NodeJS.Timeout | undefined;
  const latest = { key: "", since: 0 };

  /** Who asked last, and since when no other. */
  function note(key: string): void {
    if (latest.key === key) return;
    latest.key = key;
    latest.since = performance.now();
  }

  const isQuiet = () => performance.now() - latest.since > aloneAfterMs;

  function mayRun({ running, begunAt }: Owner, asked: Pick<Waiter, "aloneMax">): boolean {
    const free = totalMax - total;
    if (free <= 0) return false;
    if (isQuiet()) return running < asked.aloneMax;
    const most = performance.now() - begunAt < longMs ? quickMax : runningMax;
    return running < most && (running === 0 || free > 2 * running);
  }

  function begin(of: Owner): void {
    of.running++;
    of.begunAt = performance.now();
    total++;
  }

  function leave(key: string, of: Owner): void {
    of.running--;
    total--;
    startNext();
    forget(key, of);
  }

  function forget(key: string, of: Owner): void {
    if (of.running === 0 && of.waiting.length === 0) owners.delete(key);
  }

  /** Who has least goes first. */
  function startNext(): void {
    let next: Owner | undefined;
    for (const of of owners.values()) {
      const [first] = of.waiting;
      if (first === undefined || !mayRun(of, first)) continue;
      if (next === undefined || of.running < next.running) next = of;
    }
    const waiter = next?.waiting.shift();
    if (next === undefined || waiter === undefined) return;
    begin(next);
    waiter.start();
    startNext();
  }

  function tooMany({ running, waiting }: Owner): AppError {
    const others = waiting.length > 0 ? ` and ${waiting.length} waiting` : "";
    const message =
      running === 0
        ? "The server runs as many statements as it can."
        : `${owner} has ${running} statements running already${others}.`;
    return new AppError("RH402", message, { hint: "Wait for one of them to end, or cancel it." });
  }

  async function enter(of: Owner, { signal, aloneMax: ownMax = aloneMax }: Turn): Promise<void> {
    if (of.waiting.length === 0 && mayRun(of, { aloneMax: ownMax })) {
      begin(of);
      return;
    }
    if (of.waiting.length >= waitingMax) throw tooMany(of);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter = { aloneMax: ownMax, start: resolve };
    const giveUp = (error: unknown) => {
      const index = of.waiting.indexOf(waiter);
      if (index < 0) return;
      of.waiting.splice(index, 1);
      reject(error);
    };
    const abort = () => giveUp(signal?.reason);
    const timer = setTimeout(() => giveUp(tooMany(of)), waitMs);
    waits += 1;
    // Time alone may let it begin, if none of those that run ends before.
    if (everyMs !== null) passing ??= setInterval(startNext, everyMs);
    signal?.addEventListener("abort", abort, { once: true });
    of.waiting.push(waiter);
    await promise.finally(() => {
      clearTimeout(timer);
      waits -= 1;
      if (waits === 0) {
        clearInterval(passing);
        passing = undefined;
      }
      signal?.removeEventListener("abort", abort);
    });
  }

  return {
    isAlone: (key) => latest.key === key && isQuiet(),
    async run(key, work, turn = {}) {
      note(key);
      const of = owners.get(key) ?? { running: 0, begunAt: 0, waiting: [] };
      owners.set(key, of);
      try {
        await enter(of, turn);
      } catch (error) {
        forget(key, of);
        throw error;
      }
      const kept: Promise<unknown>[] = [];
      try {
        return await work((until) => kept.push(until));
      } finally {
        if (kept.length === 0) leave(key, of);
        else void Promise.allSettled(kept).then(() => leave(key, of));
      }
    },
  };
}
