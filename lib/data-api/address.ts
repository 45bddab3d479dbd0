export { addressBytesMax } from "#lib/rest/request/address-length.ts";

/** Where a request of an app wants to go. */
export interface Address {
  readonly ref: string;
  /** `rest`, `auth` … of `/rest/v1`. */
  readonly service: string;
  /** Behind the service's prefix, with the slash before it; empty at its root. */
  readonly path: string;
  readonly search: string;
}

const byPath = /^\/p\/([a-z][a-z0-9]{7,62})(?=\/)/;
const service = /^\/([a-z]+)\/v1(?=\/|$)/;
const label = /^([a-z][a-z0-9]{7,62})\./;

/**
 * Reads a data API's address: `/p/<ref>/rest/v1/posts` on any host, or `/rest/v1/posts` on `<ref>.<host>`.
 *
 * @param hosts the names under which projects have labels of their own; `localhost` always is one.
 * @returns null when it is not for the data API.
 */
export function readAddress(url: string, host: string | null, hosts: readonly string[]): Address | null {
  const end = url.indexOf("?");
  const path = end === -1 ? url : url.slice(0, end);
  const search = end === -1 ? "" : url.slice(end);
  const found = byPath.exec(path);
  const ref = found?.[1] ?? refOfHost(host, hosts);
  if (ref === null) return null;
  const below = found === null ? path : path.slice(found[0].length);
  const named = service.exec(below);
  if (named?.[1] === undefined) return null;
  return { ref, service: named[1], path: below.slice(named[0].length), search };
}

/**
 * Whether a path is one of a data API although its address names no project: `/rest/v1/posts` on the product's own host, or
 * `/p/Posts/rest/v1/posts`.
 *
 * @param url as for `readAddress`, which has answered null.
 */
export function lacksProject(url: string): boolean {
  return /^(?:\/p\/[^/?]*)?\/(?:rest|auth|storage|realtime|functions|graphql)\/v1(?:[/?]|$)/.test(url);
}

function refOfHost(host: string | null, hosts: readonly string[]): string | null {
  if (host === null || !host.includes(".")) return null;
  const name = host.replace(/:\d+$/, "").toLowerCase();
  const ref = label.exec(name)?.[1];
  if (ref === undefined) return null;
  const parent = name.slice(ref.length + 1);
  return parent === "localhost" || hosts.includes(parent) ? ref : null;
}
