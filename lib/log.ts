import pino, { type DestinationStream, type Logger } from "pino";
import type { LogLevel } from "./env/env.ts";

/** Writes JSON lines; `log.child({ request_id })` puts the id on every line of one request. */
export type Log = Logger;

const secretNames = [
  "authorization",
  "cookie",
  "password",
  "password_hash",
  "apikey",
  "api_key",
  "token",
  "access_token",
  "refresh_token",
  "secret",
];

// pino's redaction matches whole paths: name the depths at which errors, requests and bodies are logged.
const secretPaths = [
  ...secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]),
  '*["set-cookie"]',
  '*.*["set-cookie"]',
];

/** @param destination only for tests; standard output otherwise. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secretPaths, censor: "[redacted]" },
  };
  return pino(options, destination ?? standardOutput());
}

/**
 * Written at once: what waits in a buffer when the reader of the logs goes away would be tried again for ever at the end
 * of the process, which then never ends. No request writes a line unless something is wrong.
 */
function standardOutput(): DestinationStream {
  return pino.destination({ dest: 1, sync: true });
}
