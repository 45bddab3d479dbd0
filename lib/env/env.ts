import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { type ConsoleProvider, consoleProviders } from "./env-providers.ts";
import { ConfigError, type Environment, EnvReader } from "./env-reader.ts";
import { readOrCreateSecret } from "./secret-file.ts";

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** What the environment said, parsed once and immutable. `.env.example` explains every variable. */
export interface Config {
  readonly environment: "production" | "development" | "test";
  readonly port: number;
  /** The address to listen on. */
  readonly host: string;
  /** The origin that browsers and clients use, without a slash at the end. */
  readonly appUrl: string;
  /** Absolute. */
  readonly dataDir: string;
  /** The owner's connection to a Postgres of one's own; null: the embedded one. */
  readonly databaseUrl: string | null;
  /** The one secret from which all others derive, by `deriveKey`. */
  readonly secret: string;
  /** `data-folder`: generated there, so another server on the same database would not know it. */
  readonly secretSource: "environment" | "data-folder";
  /** How many proxies in front are believed in X-Forwarded-For. */
  readonly trustProxyHops: number;
  readonly logLevel: LogLevel;
  readonly isRateLimited: boolean;
  /** How many days what was dropped can be restored. */
  readonly trashDays: number;
  /** From how many rows on a table's rows are changed in batches. */
  readonly largeTableRows: number;
  /** How many bytes the files may have that a project is importing at a time. */
  readonly importBytesMax: number;
  readonly redisUrl: string | null;
  readonly upstash: { readonly url: string; readonly token: string } | null;
  readonly ai: {
    readonly mistralApiKey: string | null;
    readonly baseUrl: string | null;
    readonly model: string | null;
    readonly apiKey: string | null;
  };
  readonly smtpUrl: string | null;
  /** Who may make an account of the console; invitations let in besides. */
  readonly signUp: {
    readonly isOpen: boolean;
    /** In lower case; empty: any. */
    readonly domains: readonly string[];
  };
  /** Through whom the console's own accounts may sign in. */
  readonly providers: readonly ConsoleProvider[];
}

/** A secret of at least this length that is not a placeholder cannot be guessed. */
const secretLengthMin = 32;
const placeholders =
  /change.?me|placeholder|example|insecure|your.?secret|super.?secret|password|0123456789|abcdefgh/i;

/**
 * Reads the configuration; makes the secret in the data folder when none is given.
 *
 * @throws {ConfigError} that lists every problem.
 */
export function loadConfig(environment: Environment = process.env): Config {
  const { config, secret } = parseConfig(environment);
  return Object.freeze({
    ...config,
    secret: secret ?? readOrCreateSecret(config.dataDir),
    secretSource: secret === null ? "data-folder" : "environment",
  });
}

/** The part without side effects: `secret` is null when it has to be read from the data folder. */
export function parseConfig(
  environment: Environment,
  machine: Machine = thisMachine(),
): {
  config: Omit<Config, "secret" | "secretSource">;
  secret: string | null;
} {
  const reader = new EnvReader(environment);
  const stage = reader.oneOf("NODE_ENV", ["production", "development", "test"], "production");
  const port = reader.integer("PORT", { min: 1, max: 65_535, default: 3000 });
  const address = host(reader, machine);
  const config = {
    environment: stage,
    port,
    host: address,
    appUrl: appUrl(reader, address, port),
    dataDir: resolve(reader.text("ROWHOUSE_DATA_DIR") ?? ".rowhouse"),
    databaseUrl: reader.url("DATABASE_URL", reader.secret("DATABASE_URL"), ["postgres:", "postgresql:"]),
    trustProxyHops: reader.integer("TRUST_PROXY", { min: 0, max: 16, default: 0 }),
    logLevel: reader.oneOf("LOG_LEVEL", logLevels, "info"),
    isRateLimited: reader.oneOf("ROWHOUSE_RATE_LIMIT", ["on", "off"], "on") === "on",
    trashDays: reader.integer("ROWHOUSE_TRASH_DAYS", { min: 0, max: 3650, default: 7 }),
    largeTableRows: reader.integer("ROWHOUSE_LARGE_TABLE_ROWS", { min: 1, max: 10_000_000, default: 10_000 }),
    importBytesMax:
      reader.integer("ROWHOUSE_IMPORT_MAX_MIB", { min: 1, max: 1_048_576, default: 4096 }) * 1024 * 1024,
    redisUrl: reader.url("REDIS_URL", reader.secret("REDIS_URL"), ["redis:", "rediss:"]),
    upstash: upstash(reader),
    ai: ai(reader),
    providers: consoleProviders(reader),
    signUp: {
      isOpen: reader.oneOf("ROWHOUSE_SIGN_UP", ["open", "invited"], "open") === "open",
      domains: reader.domains("ROWHOUSE_SIGN_UP_DOMAINS"),
    },
    smtpUrl: reader.url("SMTP_URL", reader.secret("SMTP_URL"), ["smtp:", "smtps:"]),
  };
  const secret = givenSecret(reader, stage === "production");
  if (!config.isRateLimited && !isLoopback(config.appUrl)) {
    reader.report(
      "ROWHOUSE_RATE_LIMIT",
      `can be off only while APP_URL is a loopback address, not ${config.appUrl}.`,
    );
  }
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return { config, secret };
}

/**
 * Shells and Docker set HOSTNAME to the machine's name without anybody asking for it: listening there would close
 * localhost. It therefore counts as unset; a container then listens on all addresses, since nothing else reaches it.
 */
function host(reader: EnvReader, machine: Machine): string {
  const value = reader.text("HOSTNAME");
  if (value !== null && value !== machine.name) return value;
  return machine.isContainer ? "0.0.0.0" : "127.0.0.1";
}

interface Machine {
  readonly name: string;
  readonly isContainer: boolean;
}

const containerMarks = ["/.dockerenv", "/run/.containerenv", "/var/run/secrets/kubernetes.io"];

function thisMachine(): Machine {
  return { name: hostname(), isContainer: containerMarks.some((path) => existsSync(path)) };
}

function appUrl(reader: EnvReader, address: string, port: number): string {
  const everywhere = ["127.0.0.1", "::1", "0.0.0.0", "::"];
  const name = everywhere.includes(address) ? "localhost" : address.includes(":") ? `[${address}]` : address;
  const fallback = `http://${name}:${port}`;
  const value = reader.url("APP_URL", reader.text("APP_URL"), ["http:", "https:"]);
  if (value === null) return fallback;
  const url = new URL(value);
  if (url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "") return url.origin;
  reader.report("APP_URL", "takes an origin like https://rowhouse.example.org, without a path or a user.");
  return fallback;
}

/** Whether an address is this machine's own. */
export function isLoopback(url: string): boolean {
  const name = new URL(url).hostname;
  return (
    name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || /^127(\.\d+){3}$/.test(name)
  );
}

function upstash(reader: EnvReader): Config["upstash"] {
  const url = reader.url("UPSTASH_REDIS_REST_URL", reader.text("UPSTASH_REDIS_REST_URL"), [
    "https:",
    "http:",
  ]);
  const token = reader.secret("UPSTASH_REDIS_REST_TOKEN");
  if (url !== null && token !== null) return { url, token };
  if (url !== null) reader.report("UPSTASH_REDIS_REST_TOKEN", "is missing; UPSTASH_REDIS_REST_URL is set.");
  if (token !== null && reader.text("UPSTASH_REDIS_REST_URL") === null) {
    reader.report("UPSTASH_REDIS_REST_URL", "is missing; UPSTASH_REDIS_REST_TOKEN is set.");
  }
  return null;
}

function ai(reader: EnvReader): Config["ai"] {
  return {
    mistralApiKey: reader.secret("MISTRAL_API_KEY"),
    baseUrl: reader.url("AI_BASE_URL", reader.text("AI_BASE_URL"), ["https:", "http:"]),
    model: reader.text("AI_MODEL"),
    apiKey: reader.secret("AI_API_KEY"),
  };
}

function givenSecret(reader: EnvReader, isProduction: boolean): string | null {
  const secret = reader.secret("ROWHOUSE_SECRET");
  if (secret === null) return null;
  const advice = "make one with: openssl rand -base64 48";
  if (secret.length < secretLengthMin) {
    reader.report("ROWHOUSE_SECRET", `takes at least ${secretLengthMin} characters; ${advice}`);
  } else if (isProduction && (placeholders.test(secret) || new Set(secret).size < 10)) {
    reader.report("ROWHOUSE_SECRET", `can be guessed; ${advice}`);
  }
  return secret;
}
