/** People, and apps that never wait, as `bench:http-mixed` has them. */
import { Agent, request } from "node:http";
import { item, rowId } from "./rows.ts";

export interface Tenant {
  readonly ref: string;
  readonly key: string;
}

/** Of every project. */
export const rowsOfTenant = 200;

/** What somebody does next: mostly looks at one thing or a list, seldom writes. */
function nextRequest(tenant: Tenant): { method: string; path: string; body?: string } {
  const base = `/p/${tenant.ref}/rest/v1/items`;
  const dice = Math.random();
  const one = rowId("item", Math.floor(Math.random() * rowsOfTenant));
  if (dice < 0.5) return { method: "GET", path: `${base}?id=eq.${one}` };
  if (dice < 0.75) return { method: "GET", path: `${base}?status=eq.open&order=rank.desc&limit=20` };
  if (dice < 0.9) return { method: "GET", path: `${base}?select=id,title,categories(name)&limit=20` };
  if (dice < 0.95) return { method: "PATCH", path: `${base}?id=eq.${one}`, body: '{"price":1}' };
  const made = item(Math.floor(Math.random() * 1e12), "new");
  return { method: "POST", path: base, body: JSON.stringify({ ...made, category_id: null }) };
}

export class Load {
  readonly latenciesMs: number[] = [];
  /** How often, by status or by the socket's error. */
  readonly failures = new Map<string, number>();
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

  constructor(url: string) {
    this.#url = url;
  }

  /** Asks once. */
  ask(tenant: Tenant): Promise<void> {
    const { method, path, body } = nextRequest(tenant);
    const startedAt = performance.now();
    return new Promise((done) => {
      const fail = (error: NodeJS.ErrnoException) => {
        this.#failed(error.code ?? error.message);
        done();
      };
      const req = request(
        this.#url + path,
        {
          agent: this.#agent,
          method,
          headers: {
            apikey: tenant.key,
            ...(body === undefined
              ? {}
              : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) }),
          },
        },
        (res) => {
          res.resume();
          res.on("end", () => {
            this.latenciesMs.push(performance.now() - startedAt);
            if ((res.statusCode ?? 500) >= 300) this.#failed(String(res.statusCode));
            done();
          });
          res.on("error", fail);
        },
      );
      req.on("error", fail);
      req.end(body);
    });
  }

  /** Somebody who looks for a while between requests, until the end. @param thinkMs on average; 0: never looks. */
  async person(tenant: Tenant, thinkMs: number, endsAt: number): Promise<void> {
    await pause(Math.random() * thinkMs);
    while (performance.now() < endsAt) {
      await this.ask(tenant);
      if (thinkMs > 0) await pause(thinkMs * (0.5 + Math.random()));
    }
  }

  #failed(reason: string): void {
    this.failures.set(reason, (this.failures.get(reason) ?? 0) + 1);
  }

  close(): void {
    this.#agent.destroy();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
