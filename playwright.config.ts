import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { findBrowser } from "./tests/harness/find-browser.ts";
import { freePort } from "./tests/harness/free-port.ts";

const { executablePath, env } = await findBrowser();

// The workers load this file again: they must find the main process's port.
if (process.env.ROWHOUSE_E2E_PORT === undefined) {
  process.env.ROWHOUSE_E2E_PORT = String(await freePort());
  const folder = mkdtempSync(join(tmpdir(), "rowhouse-e2e-"));
  process.env.ROWHOUSE_E2E_DATA_DIR = folder;
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
}
const { ROWHOUSE_E2E_PORT: port = "", ROWHOUSE_E2E_DATA_DIR: dataDir = "" } = process.env;
const url = `http://localhost:${port}`;

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  fullyParallel: false,
  workers: 1,
  // For a machine that does much else: what is awaited is a state, and how fast it comes is for benchmarks to say.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  // A second attempt is told as flaky in the report; on a developer's machine there is none, so it is seen and mended.
  retries: process.env.CI === undefined ? 0 : 1,
  forbidOnly: process.env.CI !== undefined,
  reporter: "list",
  use: {
    baseURL: url,
    trace: "retain-on-failure",
    // What glides cannot be pressed before it stands still.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath,
      env: { ...process.env, ...env } as Record<string, string>,
      args: ["--no-sandbox", "--disable-background-networking"],
    },
  },
  projects: [
    { name: "desktop", use: { viewport: { width: 1280, height: 800 } } },
    { name: "mobile", use: { viewport: { width: 390, height: 844 }, hasTouch: true } },
  ],
  webServer: {
    command: "node scripts/launch.mjs start",
    url: `${url}/readyz`,
    timeout: 300_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    env: {
      PORT: port,
      ROWHOUSE_DATA_DIR: dataDir,
      LOG_LEVEL: "warn",
      // All of the tests' people share one address.
      ROWHOUSE_RATE_LIMIT: "off",
    },
  },
});
