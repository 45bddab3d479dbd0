/** Where a flow may lead: the app's own site, and what its owner added. */
export interface RedirectRules {
  readonly siteUrl: string;
  /** URLs; `*` stands for anything but `.` and `/`, `**` for anything at all, `?` for one character. */
  readonly allowed: readonly string[];
}

/** The address to end a flow at: the one asked for when the rules allow it, else the site. */
export function redirectTarget(wanted: string | null | undefined, rules: RedirectRules): string {
  return wanted && isAllowedRedirect(wanted, rules) ? wanted : rules.siteUrl;
}

/** Tokens go to this address: what is not clearly allowed is refused. */
function isAllowedRedirect(wanted: string, { siteUrl, allowed }: RedirectRules): boolean {
  const url = URL.parse(wanted);
  if (url === null || wanted.length > 2048) return false;
  // What URL parsers and browsers repair differently (`https:/\evil`, tabs, a user before the host) is not repaired here.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  if (/[\u0000-\u0020\u007f\\]/.test(wanted) || url.username !== "" || url.password !== "") return false;
  if (url.protocol === "javascript:" || url.protocol === "data:" || url.protocol === "vbscript:")
    return false;
  const site = URL.parse(siteUrl);
  if (site !== null && url.origin !== "null" && url.origin === site.origin) return true;
  // The fragment is ours: it carries the tokens.
  const bare = wanted.split("#", 1)[0] ?? "";
  return allowed.some((pattern) => globToRegExp(pattern).test(bare) || pattern === bare);
}

function globToRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\*\*|\*|\?|[\\^$.|+()[\]{}/]/g, (token) => {
    if (token === "**") return ".*";
    if (token === "*") return "[^./]*";
    if (token === "?") return "[^./]";
    return `\\${token}`;
  });
  return new RegExp(`^${source}$`, "su");
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
