import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors/app-error.ts";
import { errorResponse } from "#lib/rest/response/error-response.ts";
import { statusOfSqlstate } from "#lib/rest/response/sqlstate-status.ts";

const context = { isAnonymous: false, method: "POST" };

function answered(message: unknown, detail: unknown) {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  const error = new AppError("PGRST", text(message), detail === null ? {} : { details: text(detail) });
  const response = errorResponse(error, context);
  return { ...response, body: JSON.parse(response?.body ?? "null") as Record<string, unknown> };
}

describe("an answer that a function composes", () => {
  it("is given with its status, headers and body", () => {
    const words = { code: "quota", message: "No more today", details: "20 of 20", hint: "Come back" };
    const { status, headers, body } = answered(words, {
      status: 429,
      headers: { "Retry-After": "60", "X-Left": "0" },
    });
    expect(status).toBe(429);
    expect(body).toEqual(words);
    expect(headers).toContainEqual(["Retry-After", "60"]);
    expect(headers).toContainEqual(["X-Left", "0"]);
    expect(headers).toContainEqual(["Proxy-Status", "PostgREST; error=quota"]);
    const bare = answered({ code: "a b", message: "m" }, { status: 400, headers: {} });
    expect(bare.body).toEqual({ code: "a b", message: "m", details: null, hint: null });
    expect(bare.headers).toEqual([["Content-Type", "application/json; charset=utf-8"]]);
  });

  const good = { code: "c", message: "m" };
  const whole = { status: 400, headers: {} };
  it.each([
    ["not JSON", whole, "Invalid JSON value for MESSAGE: 'not JSON'"],
    [[1], whole, "Invalid JSON value for MESSAGE: '[1]'"],
    [{ code: 1, message: "m" }, whole, /^Invalid JSON value for MESSAGE/],
    [{ ...good, hint: {} }, whole, /^Invalid JSON value for MESSAGE/],
    [good, null, "DETAIL is missing in the RAISE statement"],
    [good, "null", "Invalid JSON value for DETAIL: 'null'"],
    [good, { status: "400", headers: {} }, /^Invalid JSON value for DETAIL/],
    [good, { status: 999, headers: {} }, /^Invalid JSON value for DETAIL/],
    [good, { status: 204, headers: {} }, /^Invalid JSON value for DETAIL/],
    [good, { status: 400 }, /^Invalid JSON value for DETAIL/],
    [good, { status: 400, headers: { "X-A": "a\r\nX-B: b" } }, /^Invalid JSON value for DETAIL/],
    [good, { status: 400, headers: { "X A": "a" } }, /^Invalid JSON value for DETAIL/],
    [
      good,
      { status: 400, headers: { "Set-Cookie": "a=b" } },
      'A function cannot set the header "Set-Cookie"',
    ],
    [good, { status: 400, headers: { "X-Frame-Options": "" } }, /cannot set the header/],
    [good, { status: 400, headers: { "Content-Type": "text/html" } }, /cannot set the header/],
    // A proxy in front would answer with a file of the server's.
    [good, { status: 400, headers: { "x-accel-redirect": "/private/keys" } }, /cannot set the header/],
    [good, { status: 400, headers: { "X-Sendfile": "/etc/passwd" } }, /cannot set the header/],
    [good, { status: 400, headers: { "X-LiteSpeed-Location": "/etc" } }, /cannot set the header/],
    [good, { status: 400, headers: { "X-Middleware-Rewrite": "/api" } }, /cannot set the header/],
    [good, { status: 400, headers: { "X-Vercel-Skip-Toolbar": "1" } }, /cannot set the header/],
    [good, { status: 400, headers: { Location: "//evil" } }, /cannot set the header/],
    [good, { status: 400, headers: { "Content-Length": "1" } }, /cannot set the header/],
    [good, { status: 400, headers: { "Transfer-Encoding": "chunked" } }, /cannot set the header/],
    [good, { status: 400, headers: { "Clear-Site-Data": "*" } }, /cannot set the header/],
    [good, { status: 400, headers: { "Access-Control-Allow-Credentials": "true" } }, /cannot set the header/],
    [good, { status: 400, headers: { "Service-Worker-Allowed": "/" } }, /cannot set the header/],
  ])("is the function's mistake where it is not of the form: %j, %j", (message, detail, details) => {
    const { status, body } = answered(message, detail);
    expect([status, body.code]).toEqual([500, "PGRST121"]);
    expect(body.details).toMatch(details);
  });

  it("has a status that can be sent, also when it is in the SQLSTATE", () => {
    const statuses = ["PT402", "PT999", "PT000", "PT204"].map((code) => statusOfSqlstate(code, ""));
    expect(statuses).toEqual([402, 500, 500, 500]);
  });
});
