import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadConfig, parseConfig } from "#lib/env/env.ts";
import { ConfigError, type Environment } from "#lib/env/env-reader.ts";

const goodSecret = "kX2vQ9mZr7LwT4bNc8YpJd5GhF3sAe6U";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rowhouse-env-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function problemsOf(environment: Environment): Record<string, string> {
  try {
    parseConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return Object.fromEntries(
      (error as ConfigError).problems.map(({ variable, message }) => [variable, message]),
    );
  }
  return {};
}

describe("parseConfig", () => {
  it("needs no variable at all", () => {
    const { config, secret } = parseConfig({});
    expect(config).toMatchObject({
      environment: "production",
      port: 3000,
      appUrl: "http://localhost:3000",
      databaseUrl: null,
      isRateLimited: true,
      upstash: null,
      trustProxyHops: 0,
    });
    expect(secret).toBeNull();
  });

  it("takes an empty value as unset", () => {
    expect(parseConfig({ PORT: "", APP_URL: " ", DATABASE_URL: "" }).config).toEqual(parseConfig({}).config);
  });

  it("reports every problem at once, each with its variable", () => {
    const problems = problemsOf({
      PORT: "80a",
      APP_URL: "rowhouse.example.org",
      DATABASE_URL: "mysql://root:hunter2@localhost",
      LOG_LEVEL: "loud",
      TRUST_PROXY: "true",
      ROWHOUSE_SECRET: "short",
      REDIS_URL: "localhost:6379",
    });
    expect(Object.keys(problems).sort()).toEqual([
      "APP_URL",
      "DATABASE_URL",
      "LOG_LEVEL",
      "PORT",
      "REDIS_URL",
      "ROWHOUSE_SECRET",
      "TRUST_PROXY",
    ]);
    expect(problems.PORT).toContain("from 1 to 65535");
    expect(problems.LOG_LEVEL).toContain("trace, debug, info");
  });

  it("never repeats a value that may hold a password", () => {
    expect(JSON.stringify(problemsOf({ DATABASE_URL: "mysql://root:hunter2@localhost" }))).not.toContain(
      "hunter2",
    );
  });

  it("refuses a path in APP_URL and strips a final slash", () => {
    expect(problemsOf({ APP_URL: "https://example.org/rowhouse" })).toHaveProperty("APP_URL");
    expect(parseConfig({ APP_URL: "https://example.org/" }).config.appUrl).toBe("https://example.org");
  });

  it("takes the machine's own name in HOSTNAME as unset", () => {
    const machine = { name: "box", isContainer: false };
    expect(parseConfig({ HOSTNAME: "box" }, machine).config.host).toBe("127.0.0.1");
    expect(parseConfig({ HOSTNAME: "0.0.0.0" }, machine).config.host).toBe("0.0.0.0");
  });

  it("listens on all addresses in a container, where nothing else reaches it", () => {
    const machine = { name: "9f2c1e", isContainer: true };
    expect(parseConfig({ HOSTNAME: "9f2c1e" }, machine).config.host).toBe("0.0.0.0");
    expect(parseConfig({ HOSTNAME: "127.0.0.1" }, machine).config.host).toBe("127.0.0.1");
  });

  it.each(["change-me-change-me-change-me-change-me", "a".repeat(64), "your-secret-here-your-secret-here!"])(
    "refuses the guessable secret %s in production",
    (secret) => {
      expect(problemsOf({ ROWHOUSE_SECRET: secret })).toHaveProperty("ROWHOUSE_SECRET");
      expect(problemsOf({ ROWHOUSE_SECRET: secret, NODE_ENV: "development" })).toEqual({});
    },
  );

  it("lets rate limiting be switched off on a loopback address only", () => {
    expect(parseConfig({ ROWHOUSE_RATE_LIMIT: "off" }).config.isRateLimited).toBe(false);
    expect(
      parseConfig({ ROWHOUSE_RATE_LIMIT: "off", APP_URL: "http://127.0.0.1:9000" }).config.isRateLimited,
    ).toBe(false);
    expect(problemsOf({ ROWHOUSE_RATE_LIMIT: "off", APP_URL: "https://example.org" })).toHaveProperty(
      "ROWHOUSE_RATE_LIMIT",
    );
  });

  it("wants both halves of Upstash", () => {
    const url = "https://eu1.upstash.io";
    expect(problemsOf({ UPSTASH_REDIS_REST_URL: url })).toHaveProperty("UPSTASH_REDIS_REST_TOKEN");
    expect(problemsOf({ UPSTASH_REDIS_REST_TOKEN: "t" })).toHaveProperty("UPSTASH_REDIS_REST_URL");
    expect(
      parseConfig({ UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: "t" }).config.upstash,
    ).toEqual({ url, token: "t" });
  });
});

describe("secrets in files", () => {
  it("reads NAME_FILE without the line end", () => {
    writeFileSync(join(folder, "s"), `${goodSecret}\n`);
    expect(parseConfig({ ROWHOUSE_SECRET_FILE: join(folder, "s") }).secret).toBe(goodSecret);
  });

  it("reports a file that is missing, empty, or given besides the value", () => {
    writeFileSync(join(folder, "empty"), "\n");
    expect(problemsOf({ MISTRAL_API_KEY_FILE: join(folder, "none") })).toHaveProperty("MISTRAL_API_KEY_FILE");
    expect(problemsOf({ AI_API_KEY_FILE: join(folder, "empty") })).toHaveProperty("AI_API_KEY_FILE");
    expect(problemsOf({ AI_API_KEY: "k", AI_API_KEY_FILE: join(folder, "empty") })).toHaveProperty(
      "AI_API_KEY",
    );
  });
});

describe("loadConfig", () => {
  it("makes a secret once, for its owner only, and finds it again", () => {
    const dataDir = join(folder, "data");
    const first = loadConfig({ ROWHOUSE_DATA_DIR: dataDir });
    expect(first.secret.length).toBeGreaterThanOrEqual(64);
    expect(first.secretSource).toBe("data-folder");
    expect(statSync(join(dataDir, "secret")).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(loadConfig({ ROWHOUSE_DATA_DIR: dataDir }).secret).toBe(first.secret);
  });

  it("prefers the given secret and writes nothing then", () => {
    const config = loadConfig({ ROWHOUSE_DATA_DIR: join(folder, "data"), ROWHOUSE_SECRET: goodSecret });
    expect(config).toMatchObject({ secret: goodSecret, secretSource: "environment" });
    expect(() => statSync(join(folder, "data"))).toThrow();
  });

  it("cannot be changed afterwards", () => {
    const config = loadConfig({ ROWHOUSE_DATA_DIR: folder });
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
  });
});

describe(".env.example", () => {
  it("explains exactly the variables that are read", () => {
    const read = new Set<string>();
    const recording = new Proxy<Environment>({}, { get: (_, name) => void read.add(String(name)) });
    parseConfig(recording);
    const lines = readFileSync(".env.example", "utf8").split("\n");
    const explained = lines.flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);
    expect([...explained].sort()).toEqual([...read].sort());
  });

  it("changes nothing when copied as it is", () => {
    const lines = readFileSync(".env.example", "utf8").split("\n");
    expect(lines.filter((line) => /^[A-Z_]+=./.test(line))).toEqual([]);
  });
});
