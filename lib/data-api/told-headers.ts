import { clientAddressHeader } from "#lib/http/client-address.ts";
import type { DataRequest } from "./data-request.ts";

/**
 * What would let whoever writes a project's rules and functions act as those who use its app: keys, tokens, and cookies,
 * which on an address with `/p/<ref>` are the console's too.
 */
const secret: ReadonlySet<string> = new Set([
  ...["apikey", "authorization", "proxy-authorization", "cookie"],
  ...["x-forwarded-for", clientAddressHeader],
]);

/** A request's headers, as rules and functions may know them. `x-forwarded-for` is the client's address, whatever it said. */
export function toldHeaders({ header, headerNames }: DataRequest): Readonly<Record<string, string>> {
  const told = headerNames().filter((name) => !secret.has(name));
  const address = header(clientAddressHeader);
  return {
    ...Object.fromEntries(told.map((name) => [name, header(name) ?? ""])),
    ...(address === null ? {} : { "x-forwarded-for": address }),
  };
}
