import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

/** Networks that are nobody else's business: this machine, its neighbours, and what clouds tell their own machines. */
const inner = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const) {
  inner.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  ["::", 127],
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  inner.addSubnet(network, prefix, "ipv6");
}

export interface OutboundRules {
  /** On a developer's machine everything may be reached. */
  readonly isInnerAllowed: boolean;
}

/**
 * Fetches an address that a user of the product has chosen: by https, at once (a redirect could lead inside), and not
 * from networks that only this server can reach.
 *
 * @throws {Error} if the address may not be fetched.
 */
export function outboundFetch({ isInnerAllowed }: OutboundRules): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!isInnerAllowed) await requireOuter(url);
    return fetch(input, { ...init, redirect: "error", signal: init?.signal ?? AbortSignal.timeout(10_000) });
  };
}

async function requireOuter(url: URL): Promise<void> {
  if (url.protocol !== "https:") throw new Error(`${url.protocol}//${url.host} is not https`);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const addresses = isIP(host) ? [host] : (await lookup(host, { all: true })).map(({ address }) => address);
  if (addresses.length === 0 || addresses.some(isInner))
    throw new Error(`${url.host} is in a private network`);
}

export function isInner(address: string): boolean {
  return inner.check(address, address.includes(":") ? "ipv6" : "ipv4");
}
