import { existsSync, mkdirSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { chromium } from "playwright-core";

/** How to launch a Chromium, in Playwright's words. */
export interface Browser {
  readonly executablePath: string;
  readonly env: Record<string, string>;
}

const systemBrowsers = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * A Chromium that is there: Playwright's own, the system's, or the one that the package @sparticuz/chromium holds,
 * which is unpacked once and needs no library of the system.
 *
 * @throws {Error} with one line on how to get one.
 */
export async function findBrowser(): Promise<Browser> {
  const installed = [chromium.executablePath(), ...systemBrowsers].find((path) => existsSync(path));
  if (installed !== undefined) return { executablePath: installed, env: {} };
  if (process.platform === "linux" && process.arch === "x64") return unpackedBrowser();
  throw new Error("There is no browser for the end-to-end tests: run npx playwright install chromium");
}

async function unpackedBrowser(): Promise<Browser> {
  const folder = resolve("node_modules/.cache/rowhouse-chromium");
  if (!existsSync(folder)) {
    const draft = `${folder}.${process.pid}`;
    await unpackInto(draft);
    renameSync(draft, folder);
  }
  const env = { LD_LIBRARY_PATH: join(folder, "al2023", "lib"), FONTCONFIG_PATH: join(folder, "fonts") };
  return { executablePath: join(folder, "chromium"), env };
}

async function unpackInto(folder: string): Promise<void> {
  const { default: packed, inflate } = await import("@sparticuz/chromium");
  mkdirSync(folder, { recursive: true });
  // The package unpacks into the temporary folder, which on most systems everybody shares.
  const { TMPDIR } = process.env;
  process.env.TMPDIR = folder;
  try {
    await packed.executablePath();
    const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
    await inflate(join(dirname(entry), "..", "bin", "al2023.tar.br"));
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
}
