import { hash } from "node:crypto";
import type { DataResponse, ServiceRequest } from "./data-request.ts";

/**
 * An answer to GET with its tag, and without its body for who has the same already (RFC 9110, section 13.1.2). The tag is of
 * the body: nothing else tells that rows, rules and definitions are what they were.
 */
export function conditional(request: ServiceRequest, response: DataResponse): DataResponse {
  const { status, headers, body } = response;
  if (request.method !== "GET" || body === null || (status !== 200 && status !== 206)) return response;
  const tag = `W/"${hash("sha1", body, "base64url")}"`;
  const tagged = [...headers, ["ETag", tag] as const];
  const known = request.header("if-none-match");
  if (known === null || !isKnown(known, tag)) return { status, headers: tagged, body };
  const own = tagged.filter(([name]) => name !== "Content-Type");
  return { status: 304, headers: own, body: null };
}

/** `*`, or the tag in the list, weak or not. */
function isKnown(known: string, tag: string): boolean {
  if (known.trim() === "*") return true;
  const bare = (text: string) => text.trim().replace(/^W\//, "");
  return known.split(",").some((one) => bare(one) === bare(tag));
}
