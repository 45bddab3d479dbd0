import { createHash } from "node:crypto";
import type pg from "pg";

/** Which statements of a connection have a name, and so are planned once for all their uses. */
export interface PreparedStatements {
  /** The name to run a text under; undefined: not worth one. */
  nameOf(client: pg.ClientBase, text: string): string | undefined;
  /** Names that a connection holds beyond its share; to be deallocated outside a transaction, where that cannot fail. */
  takeSurplus(client: pg.ClientBase): readonly string[];
}

export interface PreparedStatementLimits {
  /** Of one connection: a plan takes about 60 kB there. */
  readonly perConnection: number;
  /** Texts that are remembered as used once. */
  readonly remembered: number;
  /** A longer text (lists of literals) is hardly ever seen again. */
  readonly textMax: number;
}

const defaults: PreparedStatementLimits = { perConnection: 150, remembered: 6_000, textMax: 32_768 };

/** What `pg` knows to be parsed on a connection; a private part of it that has had this shape since version 6. */
interface ParsedStatements {
  readonly connection?: { readonly parsedStatements?: Record<string, string> };
}

/**
 * Names a text from its second use on, so that what is asked once leaves nothing behind. The name is the text's hash:
 * a changed definition gives other texts, hence other names, and what nobody asks any more is the first to go.
 */
export function preparedStatements(limits: Partial<PreparedStatementLimits> = {}): PreparedStatements {
  const { perConnection, remembered, textMax } = { ...defaults, ...limits };
  const names = new Recent<string | null>(remembered);
  const held = new WeakMap<pg.ClientBase, Recent<true>>();
  return {
    nameOf(client, text) {
      if (text.length > textMax) return undefined;
      const known = names.get(text);
      names.set(text, known === undefined ? null : (known ?? hash(text)));
      const name = names.get(text) ?? undefined;
      if (name !== undefined) {
        // One more than its share for now: what is in use must not go in the middle of a transaction.
        const own = held.get(client) ?? new Recent<true>(Number.POSITIVE_INFINITY);
        own.set(name, true);
        held.set(client, own);
      }
      return name;
    },
    takeSurplus(client) {
      const own = held.get(client);
      if (own === undefined || own.size <= perConnection) return [];
      // The cast reaches into `pg`, which offers no other way to make it forget a name.
      const parsed = (client as pg.ClientBase & ParsedStatements).connection?.parsedStatements ?? {};
      return own.trim(perConnection).filter((name) => {
        const isParsed = name in parsed;
        delete parsed[name];
        return isParsed;
      });
    },
  };
}

const hash = (text: string) => `p${createHash("sha256").update(text).digest("base64url").slice(0, 22)}`;

/** A Map that iterates from the entry unused for longest, and holds a bounded number of them. */
class Recent<Value> {
  readonly #max: number;
  readonly #entries = new Map<string, Value>();

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    this.trim(this.#max);
  }

  /** Removes the oldest entries down to a number. */
  trim(max: number): readonly string[] {
    const removed: string[] = [];
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= max) break;
      this.#entries.delete(key);
      removed.push(key);
    }
    return removed;
  }
}
