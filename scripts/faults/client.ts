import { setTimeout as sleep } from "node:timers/promises";

/** What the server said, or that it said nothing. */
export type Outcome =
  | { readonly kind: "acknowledged"; readonly body: Answer }
  /** An error, or no answer at all: the write is there as a whole, or not at all. */
  | { readonly kind: "unknown"; readonly why: string };

/** JSON whose shape the caller knows. */
export interface Answer {
  readonly [key: string]: Answer;
}

/** The two APIs of one project, as a client that does not know which server it talks to. */
export interface Client {
  /** The management API. */
  call(method: string, path: string, body: object): Promise<Outcome>;
  /** The data API, by the service key. */
  rest(method: string, path: string, body?: object): Promise<Outcome>;
  /** A write of this process that was begun after this moment has been acknowledged. */
  acknowledgedAfter(moment: number): Promise<number>;
}

const waitMs = 30_000;

interface Keys {
  readonly url: string;
  readonly token: string;
  readonly ref: string;
  readonly serviceKey: string;
}

export function client({ url, token, ref, serviceKey }: Keys): Client {
  const waiting: { readonly after: number; done(at: number): void }[] = [];
  const send = async (method: string, path: string, key: string, body?: object): Promise<Outcome> => {
    const begunAt = performance.now();
    const outcome = await request(url + path, method, key, body);
    if (outcome.kind === "acknowledged") {
      for (const waiter of waiting) if (begunAt > waiter.after) waiter.done(performance.now());
    } else {
      // A server that is away is asked again a little later, not at once.
      await sleep(100 + Math.random() * 200);
    }
    return outcome;
  };
  return {
    call: (method, path, body) => send(method, path, token, body),
    rest: (method, path, body) => send(method, `/p/${ref}/rest/v1${path}`, serviceKey, body),
    acknowledgedAfter: (after) =>
      new Promise((done) => {
        waiting.push({ after, done });
      }),
  };
}

async function request(url: string, method: string, key: string, body?: object): Promise<Outcome> {
  try {
    const response = await fetch(url, {
      method,
      headers: { apikey: key, authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(waitMs),
    });
    const text = await response.text();
    const answer: Answer = text === "" ? {} : JSON.parse(text);
    if (response.ok) return { kind: "acknowledged", body: answer };
    const { code, message } = (answer.error ?? answer) as unknown as { code?: string; message?: string };
    return { kind: "unknown", why: `${response.status} ${code} ${message}` };
  } catch (error) {
    const { cause, name } = error as { cause?: { code?: string }; name: string };
    return { kind: "unknown", why: cause?.code ?? (name === "TimeoutError" ? "no answer in 30 s" : name) };
  }
}
