import type { Connection } from "#lib/catalog/codegen/snippets.ts";

/** The two addresses of a project: a name of its own where the host has a name, and a path on any host. */
export interface ConnectionOptions {
  readonly preferred: Connection;
  readonly byPath: Connection;
  /** Only browsers find names below `localhost` on every system; Node and Python ask the system, which may know none. */
  readonly isNameForBrowsers: boolean;
}

/** @param url the project's address by path: `http://localhost:3000/p/<ref>`. */
export function connectionOf(url: string, ref: string, key: string): ConnectionOptions {
  const { protocol, host, hostname } = new URL(url);
  const byPath = { url, ref, key, isPathBased: true };
  // An address in numbers has no names below it.
  const isNumeric = /^[\d.]+$/.test(hostname) || hostname.includes(":");
  if (isNumeric) return { preferred: byPath, byPath, isNameForBrowsers: false };
  const byName = { ...byPath, url: `${protocol}//${ref}.${host}`, isPathBased: false };
  return { preferred: byName, byPath, isNameForBrowsers: /(^|\.)localhost$/.test(hostname) };
}
