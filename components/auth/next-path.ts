const home = "/projects";

/**
 * Where to go after signing in: the path that was asked for, if it is one of this site.
 *
 * @param next untrusted, from the address. `//host`, `/\host` and everything with a scheme lead away and are dropped.
 */
export function nextPath(next: string | null | undefined): string {
  if (!next?.startsWith("/")) return home;
  const site = "http://site.invalid";
  const url = URL.parse(next, site);
  if (url === null || url.origin !== site) return home;
  return url.pathname + url.search + url.hash;
}
