import type { DataRequest, DataResponse } from "./data-request.ts";

/** What tells the answers of one address apart: who asks, from where, and in which form. */
const vary = ["Vary", "Accept, Accept-Profile, Authorization, Origin, Prefer, Range, apikey"] as const;

/** Nobody else's cache keeps it, and one's own asks again, with the tag, whether rows or rules have changed. */
const asking = ["Cache-Control", "private, no-cache"] as const;

/** For caches in front and in browsers, where the answer does not say itself how long it may be kept. */
export function cachingHeaders({ method }: DataRequest, { headers }: DataResponse): DataResponse["headers"] {
  if (method !== "GET" && method !== "HEAD") return [];
  return headers.some(([name]) => name.toLowerCase() === "cache-control") ? [vary] : [asking, vary];
}
