import type { Client } from "#lib/operations/start-session.ts";
import { clientAddress } from "./client-address.ts";

/** Where a sign-up or sign-in comes from. */
export function clientOf(headers: Headers): Client {
  return { address: clientAddress(headers), userAgent: headers.get("User-Agent") };
}
