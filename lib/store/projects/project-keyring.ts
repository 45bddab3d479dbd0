import { LRUCache } from "lru-cache";
import type { Database } from "../../db/database.ts";
import { type KeyScopes, systemScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";
import { countUses } from "./key-uses.ts";
import { lookedUpTogether } from "./looked-up-together.ts";
import { countRequests } from "./project-usage.ts";

export interface ProjectKeyRow {
  readonly id: string;
  readonly kind: "anon" | "service_role" | "publishable" | "secret";
  readonly scopes: KeyScopes | null;
  /** SHA-256 of an opaque key, in hex. */
  readonly token_hash: string | null;
  /** RFC 3339. */
  readonly expires_at: string | null;
}

/** All that is needed to tell who a request of one project's app comes from. */
export interface Keyring {
  readonly projectId: string;
  readonly databaseId: string;
  readonly ref: string;
  readonly keys: readonly ProjectKeyRow[];
  /** The signing one first, then those that only verify. */
  readonly signingKeys: readonly { readonly id: string; readonly verifies_until: string | null }[];
  /** Those of this ring that were verified already; gone with the ring when a key changes. */
  readonly verified: VerifiedTokens;
}

/** Remembers the last that came, of all projects together: their users choose how many there are, and how long. */
export interface VerifiedTokens {
  get(token: string): VerifiedToken | undefined;
  set(token: string, verified: VerifiedToken): void;
}

export interface VerifiedToken {
  /** Null: a user's token. */
  readonly key: ProjectKeyRow | null;
  readonly claims: { readonly [claim: string]: unknown } | null;
  /** Seconds since 1970; null: by its key alone. */
  readonly expiresAt: number | null;
}

/** The keys of the projects in use, a few seconds old at most; counts what is used and writes it down now and then. */
export interface ProjectKeyrings {
  /** Null if there is no such project, or it has no database yet. */
  find(ref: string): Promise<Keyring | null>;
  /** After a change of its keys, also on another server: the next request reads them anew. */
  forget(projectId: string): void;
  used(projectId: string, keyId: string): void;
  /** Writes the counts down. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const freshMs = 5_000;
const flushMs = 15_000;
const ringsMax = 2_000;
/** Of names that are no project's: whoever asks chooses them, and none takes the place of a project. */
const absentMax = 2_000;
/** Characters of all tokens that are remembered; what is in them takes several times as much. */
const tokensMax = 16_000_000;
/** A longer one is verified each time that it comes. */
const tokenMax = 16_384;

interface Read {
  readonly ring: Promise<Keyring | null>;
  /** Milliseconds since 1970. */
  readonly readAt: number;
}

export function createProjectKeyrings(database: Database, now: () => number = Date.now): ProjectKeyrings {
  const rings = new LRUCache<string, Read>({ max: ringsMax });
  /** When each was looked for, in milliseconds since 1970. */
  const absent = new LRUCache<string, number>({ max: absentMax });
  /** What is just looked for and has no place yet: as many as there are requests. */
  const sought = new Map<string, Promise<Keyring | null>>();
  const rows = lookedUpTogether(async (refs) => {
    const found = await database.query<KeyringRow>(systemScope, findKeyrings(refs), { readOnly: true });
    return new Map(found.rows.map((row) => [row.ref, row]));
  });
  const tokens: Remembered = new LRUCache({
    maxSize: tokensMax,
    maxEntrySize: tokenMax,
    sizeCalculation: (_, token) => token.length,
  });
  const uses = new Map<string, { projectId: string; keyId: string; count: number }>();
  let timer: NodeJS.Timeout | null = null;

  const flush = async () => {
    timer = null;
    const batch = [...uses.values()];
    uses.clear();
    if (batch.length === 0) return;
    await database.query(systemScope, countUses(batch));
    await database.query(systemScope, countRequests(batch));
  };

  const read = async (ref: string, old: Promise<Keyring | null> | undefined): Promise<Keyring | null> => {
    const row = await rows(ref);
    const before = await old?.catch(() => null);
    return row === undefined ? null : toKeyring(row, before ?? null, tokens);
  };

  const seek = async (ref: string): Promise<Keyring | null> => {
    const readAt = now();
    try {
      const ring = await read(ref, undefined);
      if (ring === null) absent.set(ref, readAt);
      else rings.set(ref, { ring: Promise.resolve(ring), readAt });
      return ring;
    } finally {
      sought.delete(ref);
    }
  };

  return {
    find(ref) {
      const known = rings.get(ref);
      if (known === undefined) {
        if (now() - (absent.get(ref) ?? Number.NEGATIVE_INFINITY) < freshMs) return Promise.resolve(null);
        const ring = sought.get(ref) ?? seek(ref);
        sought.set(ref, ring);
        return ring;
      }
      if (now() - known.readAt < freshMs) return known.ring;
      const ring = read(ref, known.ring);
      // A look-up that failed must not answer the next five seconds.
      ring.catch(() => rings.delete(ref));
      rings.set(ref, { ring, readAt: now() });
      return ring;
    },
    forget(projectId) {
      const all = [...rings].map(([ref, { ring }]) => [ref, ring] as const);
      for (const [ref, ring] of [...all, ...sought]) {
        void ring.then(
          (found) => found?.projectId === projectId && rings.delete(ref),
          () => undefined,
        );
      }
    },
    used(projectId, keyId) {
      const use = uses.get(keyId);
      if (use === undefined) uses.set(keyId, { projectId, keyId, count: 1 });
      else use.count += 1;
      // Counts are no reason to keep the process, or to make a request wait.
      timer ??= setTimeout(() => void flush().catch(() => undefined), flushMs).unref();
    },
    flush,
    async close() {
      if (timer !== null) clearTimeout(timer);
      await flush();
    },
  };
}

/** Where servers tell each other that a project's keys have changed: the project's id. */
export const keysChannel = "rowhouse_keys";

export function notifyKeys(projectId: string): Sql {
  return sql`select pg_notify(${keysChannel}, ${projectId})`;
}

interface KeyringRow {
  readonly project_id: string;
  readonly database_id: string;
  readonly ref: string;
  readonly keys: readonly ProjectKeyRow[] | null;
  readonly signing_keys: Keyring["signingKeys"] | null;
}

/** In the system's context. */
function findKeyrings(refs: readonly string[]): Sql {
  return sql`
    select p.id as project_id,
           d.id as database_id,
           p.ref,
           (select json_agg(json_build_object('id', k.id, 'kind', k.kind, 'scopes', k.scopes,
                                              'token_hash', encode(k.token_hash, 'hex'), 'expires_at', k.expires_at)
                            order by k.id)
              from rowhouse.project_keys k
             where k.project_id = p.id
               and k.revoked_at is null
               and (k.expires_at is null or k.expires_at > now())) as keys,
           (select json_agg(json_build_object('id', s.id, 'verifies_until', s.verifies_until)
                            order by s.verifies_until desc nulls first)
              from rowhouse.project_signing_keys s
             where s.project_id = p.id
               and (s.verifies_until is null or s.verifies_until > now())) as signing_keys
      from rowhouse.projects p
      join rowhouse.project_databases d on d.project_id = p.id
     where p.ref = any(${[...refs]}::text[])`;
}

function toKeyring(row: KeyringRow, before: Keyring | null, tokens: Remembered): Keyring {
  const keys = row.keys ?? [];
  const signingKeys = row.signing_keys ?? [];
  const isSame =
    before !== null &&
    JSON.stringify([before.keys, before.signingKeys]) === JSON.stringify([keys, signingKeys]);
  return {
    projectId: row.project_id,
    databaseId: row.database_id,
    ref: row.ref,
    keys,
    signingKeys,
    verified: isSame ? before.verified : verifiedBy(tokens),
  };
}

type Remembered = LRUCache<string, { readonly ring: object; readonly verified: VerifiedToken }>;

/** Those of one ring: what another has verified, also an older one of the same project, is worth nothing to it. */
function verifiedBy(tokens: Remembered): VerifiedTokens {
  const ring = {};
  return {
    get(token) {
      const found = tokens.get(token);
      return found?.ring === ring ? found.verified : undefined;
    },
    set: (token, verified) => void tokens.set(token, { ring, verified }),
  };
}
