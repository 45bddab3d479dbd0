import type { IncomingMessage, ServerResponse } from "node:http";
import { totalmem } from "node:os";
import { readAddress } from "../data-api/address.ts";
import { clientAddressHeader } from "../http/client-address.ts";
import type { Log } from "../log.ts";

/** Watches answers that their clients are slow to take, each of which stays in memory until then. */
export interface UnsentAnswers {
  watch(req: IncomingMessage, res: ServerResponse): void;
  /** Looks at all of them; else it is done twice a second. */
  sweep(): void;
}

export interface UnsentAnswersOptions {
  /** The names under which projects have labels of their own. */
  readonly hosts: readonly string[];
  readonly log: Pick<Log, "warn">;
  /** How many bytes may be unsent, of all answers together. */
  readonly bytesMax?: number;
  /** How long a client may take nothing of its answer. */
  readonly stalledMs?: number;
}

interface Open {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** When it was asked for, by `performance.now()`. */
  readonly since: number;
  isTimed: boolean;
  /** Its place among all. */
  index: number;
}

const mebibyte = 1024 * 1024;
const everyMs = 500;
/** What the system takes off at once is in nobody's way. */
const fewBytes = 64 * 1024;

/**
 * Cuts off who takes nothing for a minute; and where all unsent answers are too many bytes, the oldest of the app (or
 * the address) that has most, until they are not.
 */
export function watchUnsentAnswers(options: UnsentAnswersOptions): UnsentAnswers {
  const { hosts, log, stalledMs = 60_000 } = options;
  const bytesMax = options.bytesMax ?? Math.min(256 * mebibyte, totalmem() / 8);
  // Not a Set: each time one makes room for more, V8 leaves the table that it had, with all that it held, tied to the next
  // one, so that whatever was open is there until the next full collection.
  const open: Open[] = [];

  function forget(one: Open): void {
    const last = open.pop();
    if (last === undefined || last === one) return;
    open[one.index] = last;
    last.index = one.index;
  }

  function time(one: Open): void {
    if (one.isTimed || one.res.writableLength < fewBytes) return;
    one.isTimed = true;
    one.res.setTimeout(stalledMs, () => {
      if (one.res.writableLength > 0) cut(one, "an answer was not taken");
    });
  }

  function cut({ req, res }: Open, why: string): void {
    const path = (req.url ?? "/").split("?", 1)[0];
    log.warn({ path, bytes: res.writableLength, address: req.headers[clientAddressHeader] }, why);
    res.destroy();
  }

  function makeRoom(total: number): void {
    let left = total;
    const shares = Map.groupBy(
      open.filter(({ res }) => res.writableLength > 0).toSorted((a, b) => a.since - b.since),
      ({ req }) => ownerOf(req, hosts),
    );
    while (left > bytesMax) {
      const largest = [...shares.values()].toSorted((a, b) => bytesOf(b) - bytesOf(a))[0];
      const oldest = largest?.shift();
      if (oldest === undefined) return;
      left -= oldest.res.writableLength;
      cut(oldest, "more answers were unsent than there is room for");
    }
  }

  function sweep(): void {
    for (const one of open) time(one);
    const total = bytesOf(open);
    if (total > bytesMax) makeRoom(total);
  }

  setInterval(sweep, everyMs).unref();
  return {
    watch(req, res) {
      const one: Open = { req, res, since: performance.now(), isTimed: false, index: open.length };
      open.push(one);
      res.once("close", () => forget(one));
    },
    sweep,
  };
}

function bytesOf(answers: readonly Open[]): number {
  return answers.reduce((sum, { res }) => sum + res.writableLength, 0);
}

function ownerOf({ url = "/", headers }: IncomingMessage, hosts: readonly string[]): string {
  const { ref } = readAddress(url, headers.host ?? null, hosts) ?? {};
  return ref ?? `address ${String(headers[clientAddressHeader])}`;
}
