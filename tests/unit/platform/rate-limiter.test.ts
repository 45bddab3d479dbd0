import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createRateLimiter } from "#lib/limits/create-rate-limiter.ts";
import { rateLimitHeaders } from "#lib/limits/headers.ts";
import type { RateLimiter } from "#lib/limits/rate-limiter.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { createLog } from "#lib/log.ts";

const rule = { name: "test", points: 3, windowSeconds: 60 };
const memoryOnly = { isRateLimited: true, redisUrl: null, upstash: null };

const lines: string[] = [];
const log = createLog("info", { write: (line) => void lines.push(line) });
const open: { close(): unknown }[] = [];
afterEach(async () => {
  lines.length = 0;
  for (const item of open.splice(0)) await item.close();
});

function limiter(config: Parameters<typeof createRateLimiter>[0]): RateLimiter {
  const made = createRateLimiter(config, log);
  open.push(made);
  return made;
}

async function consumeTimes(subject: RateLimiter, times: number, key = "a"): Promise<boolean[]> {
  const results: boolean[] = [];
  for (let n = 0; n < times; n += 1) results.push((await subject.consume(key, rule)).allowed);
  return results;
}

describe("the limiter in memory", () => {
  it("allows as many as the rule says, then refuses and tells for how long", async () => {
    const subject = limiter(memoryOnly);
    expect(await subject.consume("a", rule)).toMatchObject({ allowed: true, limit: 3, remaining: 2 });
    await consumeTimes(subject, 2);
    const refused = await subject.consume("a", rule);
    expect(refused).toMatchObject({ allowed: false, remaining: 0 });
    expect(refused.resetSeconds).toBeGreaterThan(50);
    expect(refused.resetSeconds).toBeLessThanOrEqual(60);
  });

  it("counts keys, rules and costs separately", async () => {
    const subject = limiter(memoryOnly);
    await consumeTimes(subject, 3);
    expect(await subject.consume("b", rule)).toMatchObject({ allowed: true });
    expect(await subject.consume("a", { ...rule, name: "other" })).toMatchObject({ allowed: true });
    expect(await subject.consume("c", rule, 3)).toMatchObject({ allowed: true, remaining: 0 });
    expect(await subject.consume("c", rule)).toMatchObject({ allowed: false });
  });

  it("allows again when the window has passed", async () => {
    const subject = limiter(memoryOnly);
    const short = { name: "short", points: 1, windowSeconds: 1 };
    expect((await subject.consume("a", short)).allowed).toBe(true);
    expect((await subject.consume("a", short)).allowed).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await subject.consume("a", short)).allowed).toBe(true);
  });
});

describe("a limiter that is off", () => {
  it("allows everything", async () => {
    expect(await consumeTimes(limiter({ ...memoryOnly, isRateLimited: false }), 50)).not.toContain(false);
  });
});

describe("a shared store that is down", () => {
  it("goes on in memory and warns once: Redis", async () => {
    const subject = limiter({ ...memoryOnly, redisUrl: "redis://127.0.0.1:1" });
    expect(await consumeTimes(subject, 5)).toEqual([true, true, true, false, false]);
    expect(lines.filter((line) => line.includes("the store is away"))).toHaveLength(1);
  });

  it("goes on in memory and warns once: Upstash", async () => {
    const upstash = await stubUpstash(() => ({ status: 500, body: { error: "down" } }));
    const subject = limiter({ ...memoryOnly, upstash });
    expect(await consumeTimes(subject, 5)).toEqual([true, true, true, false, false]);
    expect(lines.filter((line) => line.includes("the store is away"))).toHaveLength(1);
  });
});

describe("Upstash", () => {
  it("counts there, under a key that does not tell who", async () => {
    let used = 0;
    const bodies: string[] = [];
    const upstash = await stubUpstash((body) => {
      bodies.push(body);
      used += 1;
      // One script call, sent as a pipeline of one.
      return { status: 200, body: [{ result: [used, rule.points] }] };
    });
    const subject = limiter({ ...memoryOnly, upstash });
    expect(await consumeTimes(subject, 5, "ada@example.org")).toEqual([true, true, true, false, false]);
    expect(lines).toEqual([]);
    expect(bodies.join()).not.toContain("ada@");
  });
});

async function stubUpstash(
  answer: (body: string) => { status: number; body: object },
): Promise<{ url: string; token: string }> {
  const server: Server = createServer((req, res) => {
    let body = "";
    req.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    req.on("end", () => {
      const { status, body: content } = answer(body);
      res.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(content));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push({ close: () => server.closeAllConnections() }, { close: () => server.close() });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: "token" };
}

describe("rateLimitHeaders", () => {
  it("tells the standing, and when to come back only on a refusal", () => {
    const standing = { limit: 10, remaining: 4, resetSeconds: 7 };
    expect(rateLimitHeaders({ allowed: true, ...standing })).toEqual({
      "RateLimit-Limit": "10",
      "RateLimit-Remaining": "4",
      "RateLimit-Reset": "7",
    });
    expect(rateLimitHeaders({ allowed: false, ...standing })).toHaveProperty("Retry-After", "7");
  });
});

describe("rateLimitRules", () => {
  it("have names of their own, so that no two share a count", () => {
    const names = Object.values(rateLimitRules).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
