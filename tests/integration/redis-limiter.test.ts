import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRateLimiter } from "#lib/limits/create-rate-limiter.ts";
import { createLog } from "#lib/log.ts";
import { eventually } from "#tests/harness/eventually.ts";
import { freePort } from "#tests/harness/free-port.ts";

const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;
const rule = { name: "test", points: 3, windowSeconds: 60 };

describe.runIf(hasRedis)("the limiter on Redis", () => {
  let folder: string;
  let url: string;
  let redis: ChildProcess;
  let port: number;

  async function startRedis(): Promise<void> {
    redis = spawn("redis-server", [
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--save",
      "",
      "--dir",
      folder,
    ]);
    redis.stdout?.setEncoding("utf8");
    for await (const text of redis.stdout ?? []) if (String(text).includes("Ready to accept")) return;
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "rowhouse-redis-"));
    port = await freePort();
    url = `redis://127.0.0.1:${port}`;
    await startRedis();
  });
  afterAll(async () => {
    redis.kill();
    await once(redis, "exit");
    rmSync(folder, { recursive: true, force: true });
  });

  it("lets two servers count together, goes on in memory without it, and comes back", async () => {
    const lines: string[] = [];
    const log = createLog("info", { write: (line) => void lines.push(line) });
    const config = { isRateLimited: true, redisUrl: url, upstash: null };
    const servers = [createRateLimiter(config, log), createRateLimiter(config, log)] as const;
    try {
      let attempt = 0;
      // Connected is who sees the other's count.
      await eventually(
        async () => {
          attempt += 1;
          const key = `warm-up-${attempt}`;
          await servers[0].consume(key, rule);
          expect((await servers[1].consume(key, rule)).remaining).toBe(rule.points - 2);
        },
        { intervalMs: 100 },
      );
      lines.length = 0;
      const allowed: boolean[] = [];
      for (const server of [...servers, ...servers]) allowed.push((await server.consume("a", rule)).allowed);
      expect(allowed).toEqual([true, true, true, false]);

      redis.kill();
      await once(redis, "exit");
      expect(await servers[0].consume("b", rule)).toMatchObject({ allowed: true, remaining: 2 });
      expect(await servers[0].consume("b", rule)).toMatchObject({ allowed: true, remaining: 1 });
      expect(lines.filter((line) => line.includes("away"))).toHaveLength(1);

      await startRedis();
      await eventually(
        async () => {
          await servers[0].consume("c", { ...rule, points: 10_000 });
          expect(lines.join()).toContain("answers again");
        },
        { intervalMs: 200 },
      );
    } finally {
      await Promise.all(servers.map((server) => server.close()));
    }
  });
});
