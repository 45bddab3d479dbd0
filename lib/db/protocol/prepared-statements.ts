import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type pg from "pg";

/** Which statements of a connection have a name, and so are planned once for all their uses. */
export interface PreparedStatements {
  /** The name to run a text under; undefined: not worth one. */
  nameOf(client: pg.ClientBase, text: string): string | undefined;
  /** Names that a connection holds beyond its share; to be deallocated outside a transaction, where that cannot fail. */
  takeSurplus(client: pg.ClientBase): readonly string[];
}

export interface PreparedStatementLimits {
  /** Of one connection. */
  readonly perConnection: number;
  /** Characters of these texts: a plan takes some twenty times as many bytes there. */
  readonly perConnectionLength: number;
  /** Texts that are remembered as used once. */
  readonly remembered: number;
  /** Characters of all of these together. */
  readonly rememberedLength: number;
  /** A longer text (lists of literals) is hardly ever seen again. */
  readonly textMax: number;
}

const defaults: PreparedStatementLimits = {
  perConnection: 150,
  perConnectionLength: 1_000_000,
  remembered: 6_000,
  rememberedLength: 32_000_000,
  textMax: 32_768,
};

/** What `pg` knows to be parsed on a connection; a private part of it that has had this shape since version 6. */
interface ParsedStatements {
  readonly connection?: { readonly parsedStatements?: Record<string, string> };
}

/**
 * Names a text from its second use on, so that what is asked once leaves nothing behind. The name is the text's hash:
 * a changed definition gives other texts, hence other names, and what nobody asks any more is the first to go.
 */
export function preparedStatements(limits: Partial<PreparedStatementLimits> = {}): PreparedStatements {
  const { perConnection, perConnectionLength, remembered, rememberedLength, textMax } = {
    ...defaults,
    ...limits,
  };
  const texts = new LRUCache<string, Text>({
    max: remembered,
    maxSize: rememberedLength,
    sizeCalculation: (_, text) => Math.max(1, text.length),
  });
  const connections = new WeakMap<pg.ClientBase, Held>();
  const heldBy = (client: pg.ClientBase): Held => {
    const known = connections.get(client);
    if (known !== undefined) return known;
    const surplus: string[] = [];
    const names = new LRUCache<string, true>({
      max: perConnection,
      maxSize: perConnectionLength,
      dispose: (_value, name) => void surplus.push(name),
    });
    const held = { names, surplus };
    connections.set(client, held);
    return held;
  };
  return {
    nameOf(client, text) {
      if (text.length > textMax) return undefined;
      const known = texts.get(text);
      if (known === undefined) {
        texts.set(text, { name: null });
        return undefined;
      }
      known.name ??= hash(text);
      heldBy(client).names.set(known.name, true, { size: Math.max(1, text.length) });
      return known.name;
    },
    takeSurplus(client) {
      const held = connections.get(client);
      if (held === undefined || held.surplus.length === 0) return [];
      // The cast reaches into `pg`, which offers no other way to make it forget a name.
      const parsed = (client as pg.ClientBase & ParsedStatements).connection?.parsedStatements ?? {};
      return held.surplus.splice(0).filter((name) => {
        // What was used again since has taken the place of another.
        const isSurplus = name in parsed && !held.names.has(name);
        if (isSurplus) delete parsed[name];
        return isSurplus;
      });
    },
  };
}

interface Text {
  /** Null until its second use. */
  name: string | null;
}

/** The names of one connection. */
interface Held {
  readonly names: LRUCache<string, true>;
  /** Past its share, and still held: what is in use must not go in the middle of a transaction. */
  readonly surplus: string[];
}

const hash = (text: string) => `p${createHash("sha256").update(text).digest("base64url").slice(0, 22)}`;
