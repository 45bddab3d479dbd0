/** The headers of every answer of the management API: nothing of it is a page, and none of it may be kept. */
const apiHeaders: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/** A JSON answer. */
export function json(value: unknown, status = 200, headers: HeadersInit = {}): Response {
  return jsonText(JSON.stringify(value), status, headers);
}

/** A JSON answer whose text somebody else has built already: Postgres, where rows are involved. */
export function jsonText(text: string, status = 200, headers: HeadersInit = {}): Response {
  const response = new Response(text, { status, headers });
  response.headers.set("Content-Type", "application/json; charset=utf-8");
  return response;
}

/** Adds what every answer carries; a header that the handler has set itself stays. */
export function finish(response: Response, headers: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries({ ...apiHeaders, ...headers })) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
}
