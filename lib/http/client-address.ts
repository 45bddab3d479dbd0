/**
 * Where the server writes the address that a request comes from. It does so on every request, over whatever the client
 * sent under this name: a route handler sees no socket, and X-Forwarded-For is anybody's to write.
 */
export const clientAddressHeader = "x-rowhouse-client-address";

/** The address of a request that has come through the server. */
export function clientAddress(headers: Headers): string {
  return headers.get(clientAddressHeader) ?? "unknown";
}

/**
 * The client's address: the socket's, or what the proxies in front said of it.
 *
 * @param trustedHops how many proxies are ours: each of them appended the address that it saw to X-Forwarded-For.
 */
export function resolveClientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trustedHops: number,
): string {
  const told = (forwardedFor ?? "").split(",").map((part) => part.trim());
  const chain = [...told.filter((part) => part !== ""), socketAddress ?? "unknown"];
  const address = chain[Math.max(0, chain.length - 1 - trustedHops)] ?? "unknown";
  // An IPv4 client of a socket that listens on IPv6.
  return address.replace(/^::ffff:(?=\d+\.)/, "").slice(0, 64);
}
