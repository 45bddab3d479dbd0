import { matchesGlob } from "./glob.ts";

/** Where a flow may lead: the app's own site, and what its owner added. */
export interface RedirectRules {
  readonly siteUrl: string;
  /** URLs; `*` stands for anything but `.` and `/`, `**` for anything at all, `?` for one character. */
  readonly allowed: readonly string[];
  /** The product's own address, on which all projects' APIs are, and below whose names each has a label of its own. */
  readonly productUrl: string;
}

/** The address to end a flow at: the one asked for when the rules allow it, else the site. */
export function redirectTarget(wanted: string | null | undefined, rules: RedirectRules): string {
  return wanted && isAllowedRedirect(wanted, rules) ? wanted : rules.siteUrl;
}

/** Tokens go to this address: what is not clearly allowed is refused. */
function isAllowedRedirect(wanted: string, { siteUrl, allowed, productUrl }: RedirectRules): boolean {
  const url = URL.parse(wanted);
  if (url === null || wanted.length > 2048 || isProjectApi(url, productUrl)) return false;
  // What URL parsers and browsers repair differently (`https:/\evil`, tabs, a user before the host) is not repaired here.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  if (/[\u0000-\u0020\u007f\\]/.test(wanted) || url.username !== "" || url.password !== "") return false;
  if (url.protocol === "javascript:" || url.protocol === "data:" || url.protocol === "vbscript:")
    return false;
  const site = URL.parse(siteUrl);
  if (site !== null && url.origin !== "null" && url.origin === site.origin) return true;
  // The fragment is ours: it carries the tokens.
  const bare = wanted.split("#", 1)[0] ?? "";
  const read = asBrowsersRead(url, bare);
  return allowed.some((pattern) => pattern === bare || matchesGlob(pattern, read));
}

/**
 * An address of some project's API, perhaps somebody else's: it would send the browser on (`/auth/v1/authorize`), which takes the
 * fragment along, or give the query to a function.
 */
function isProjectApi(url: URL, productUrl: string): boolean {
  const path = decoded(url.pathname);
  if (/^\/+p\/+[^/]+\/+[a-z]+\/+v1(?![^/])/i.test(path)) return true;
  const product = new URL(productUrl).hostname;
  const isLabel = [product, "localhost"].some((host) => url.hostname.endsWith(`.${host}`));
  return isLabel && /^\/+[a-z]+\/+v1(?![^/])/i.test(path);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // No address of ours is written so.
    return path;
  }
}

/** What a pattern is held against: a host is what browsers take for it, not what stands in front of a dot (`https://3232235777?.a.org`). */
function asBrowsersRead({ href, pathname, search }: URL, bare: string): string {
  const read = href.split("#", 1)[0] ?? "";
  const hasBareHost = pathname === "/" && search === "" && !bare.endsWith("/");
  return hasBareHost ? read.slice(0, -1) : read;
}

/** Adds parameters to the query, leaving those that are there. */
export function withQuery(target: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(target);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** The address with these parameters as its fragment, which no server on the way gets to see. */
export function withFragment(target: string, parameters: Readonly<Record<string, string>>): string {
  return `${target.split("#", 1)[0]}#${new URLSearchParams(parameters)}`;
}
