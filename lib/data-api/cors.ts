import type { DataRequest, DataResponse } from "./data-request.ts";

const exposed = [
  "Content-Encoding",
  "Content-Location",
  "Content-Range",
  "Content-Type",
  "Content-Profile",
  "Date",
  "ETag",
  "Location",
  "Link",
  "Preference-Applied",
  "Range-Unit",
  "X-Total-Count",
  "X-Explain-Empty",
  "X-Next-Cursor",
  "X-Request-Id",
  "x-sb-error-code",
  "x-supabase-api-version",
].join(", ");

/** An app runs on any origin; its key and token, never a cookie, say who it is. */
export function corsHeaders(request: DataRequest): readonly (readonly [string, string])[] {
  if (request.header("origin") === null) return [];
  return [
    ["Access-Control-Allow-Origin", "*"],
    ["Access-Control-Expose-Headers", exposed],
  ];
}

/** Whether a browser asks what it may send. */
export function isPreflight(request: DataRequest): boolean {
  return request.method === "OPTIONS" && request.header("access-control-request-method") !== null;
}

/** Any header that the browser asks for: whatever a client library adds next must not break it. */
export function preflight(request: DataRequest): DataResponse {
  const asked = request.header("access-control-request-headers");
  return {
    status: 204,
    headers: [
      ["Access-Control-Allow-Origin", "*"],
      ["Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"],
      ["Access-Control-Allow-Headers", asked ?? "authorization, apikey, content-type, x-client-info"],
      ["Access-Control-Max-Age", "86400"],
      ["Vary", "Access-Control-Request-Headers"],
    ],
    body: null,
  };
}
