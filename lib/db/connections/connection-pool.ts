import { EventEmitter } from "node:events";
import pg from "pg";

export interface ConnectionPoolOptions {
  readonly config: pg.ClientConfig;
  readonly max: number;
  /** A connection that nobody has used for so long is closed. */
  readonly idleMs: number;
  /** How long to wait for one to be free. */
  readonly waitMs: number;
  /** An idle connection was lost. */
  readonly onLost: (error: Error) => void;
}

interface Slot {
  /** Null while none is open. */
  client: pg.PoolClient | null;
  isTaken: boolean;
  isLost: boolean;
  /** By `performance.now()`. */
  freeSince: number;
}

interface Waiter {
  give(client: pg.PoolClient | Promise<pg.PoolClient>): void;
  refuse(error: Error): void;
}

/**
 * Connections in a ring: who asks under a key gets the next free one behind the key's own place, so that the same project
 * comes back to where its plans and its context are, as long as that is free. Only when none is free another is opened.
 */
export class ConnectionPool extends EventEmitter<{ connect: [client: pg.PoolClient] }> {
  readonly #options: ConnectionPoolOptions;
  readonly #slots: readonly Slot[];
  readonly #waiting: Waiter[] = [];
  readonly #sweep: NodeJS.Timeout;
  #emptied: (() => void) | null = null;

  constructor(options: ConnectionPoolOptions) {
    super();
    this.#options = options;
    this.#slots = Array.from({ length: options.max }, () => ({
      client: null,
      isTaken: false,
      isLost: false,
      freeSince: 0,
    }));
    this.#sweep = setInterval(() => this.#closeUnused(), options.idleMs / 4).unref();
  }

  /** Resolves to a connection that is the caller's until its `release`. @param key a uuid; "": any will do. */
  connect(key = ""): Promise<pg.PoolClient> {
    if (this.#emptied !== null) return Promise.reject(new Error(closed));
    if (this.#waiting.length > 0) return this.#wait();
    const own = placeOf(key, this.#slots.length);
    const free = this.#behind(own, ({ client, isTaken }) => client !== null && !isTaken);
    if (free?.client != null) return Promise.resolve(take(free, free.client));
    const empty = this.#behind(own, ({ isTaken }) => !isTaken);
    return empty === undefined ? this.#wait() : this.#open(empty);
  }

  async query<Row extends pg.QueryResultRow>(text: string): Promise<pg.QueryResult<Row>> {
    const client = await this.connect();
    try {
      return await client.query<Row>(text);
    } finally {
      client.release();
    }
  }

  /** Resolves when all that were taken are given back, and closed. */
  async end(): Promise<void> {
    if (this.#emptied !== null) throw new Error("Called end on pool more than once");
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#emptied = resolve;
    clearInterval(this.#sweep);
    for (const waiter of this.#waiting.splice(0)) waiter.refuse(new Error(closed));
    for (const slot of this.#slots) if (!slot.isTaken) this.#close(slot);
    this.#tellEmpty();
    await promise;
  }

  /** The first that will do, from a place on and around. */
  #behind(place: number, willDo: (slot: Slot) => boolean): Slot | undefined {
    const count = this.#slots.length;
    for (let step = 0; step < count; step += 1) {
      const slot = this.#slots[(place + step) % count];
      if (slot !== undefined && willDo(slot)) return slot;
    }
    return undefined;
  }

  #wait(): Promise<pg.PoolClient> {
    const { promise, resolve, reject } = Promise.withResolvers<pg.PoolClient>();
    const waiter = {
      give: (client: pg.PoolClient | Promise<pg.PoolClient>) => {
        clearTimeout(timer);
        resolve(client);
      },
      refuse: (error: Error) => {
        clearTimeout(timer);
        reject(error);
      },
    };
    const timer = setTimeout(() => {
      this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
      reject(new Error("timeout exceeded when trying to connect"));
    }, this.#options.waitMs);
    this.#waiting.push(waiter);
    return promise;
  }

  async #open(slot: Slot): Promise<pg.PoolClient> {
    slot.isTaken = true;
    // The cast: it is one of the pool as soon as it has its `release`.
    const client = new pg.Client(this.#options.config) as pg.PoolClient & pg.Client;
    client.on("error", (error) => this.#lost(slot, client, error));
    client.on("end", () => this.#lost(slot, client, null));
    try {
      await client.connect();
    } catch (error) {
      this.#free(slot);
      throw error;
    }
    client.release = (isBroken) => this.#release(slot, client, isBroken === true);
    slot.client = client;
    slot.isLost = false;
    this.emit("connect", client);
    return client;
  }

  /** One that dies in use fails its query, which tells; nobody else would hear of one that is idle. */
  #lost(slot: Slot, client: pg.PoolClient, error: Error | null): void {
    if (slot.client !== client || slot.isLost) return;
    slot.isLost = true;
    if (slot.isTaken) return;
    if (error !== null) this.#options.onLost(error);
    this.#close(slot);
  }

  #release(slot: Slot, client: pg.PoolClient, isBroken: boolean): void {
    if (slot.client !== client || !slot.isTaken) throw new Error("A connection was released twice.");
    if (isBroken || slot.isLost || this.#emptied !== null) {
      this.#close(slot);
      this.#free(slot);
      return;
    }
    const waiter = this.#waiting.shift();
    if (waiter !== undefined) {
      waiter.give(client);
      return;
    }
    slot.isTaken = false;
    slot.freeSince = performance.now();
  }

  /** Nobody has the slot; it holds no connection. Who waits may open one. */
  #free(slot: Slot): void {
    slot.isTaken = false;
    this.#tellEmpty();
    this.#waiting.shift()?.give(this.#open(slot));
  }

  #close(slot: Slot): void {
    const { client } = slot;
    slot.client = null;
    // The cast: the types leave out what a pool's own user must not do.
    (client as unknown as pg.Client | null)?.end().catch(() => undefined);
  }

  #closeUnused(): void {
    const since = performance.now() - this.#options.idleMs;
    for (const slot of this.#slots) {
      if (!slot.isTaken && slot.client !== null && slot.freeSince < since) this.#close(slot);
    }
  }

  #tellEmpty(): void {
    if (this.#emptied !== null && this.#slots.every(({ isTaken }) => !isTaken)) this.#emptied();
  }
}

const closed = "Cannot use a pool after calling end on the pool";

function take(slot: Slot, client: pg.PoolClient): pg.PoolClient {
  slot.isTaken = true;
  return client;
}

/** Ids are random: their first digits spread as well as any hash. */
function placeOf(key: string, count: number): number {
  const digits = Number.parseInt(key.slice(0, 8), 16);
  return Number.isNaN(digits) ? 0 : digits % count;
}
