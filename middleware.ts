import { type NextRequest, NextResponse } from "next/server";
import { lacksProject, readAddress } from "#lib/data-api/address.ts";
import { projectHosts } from "#lib/data-api/hosts.ts";
import { publicAddress } from "#lib/http/gate.ts";
import { isHttps } from "#lib/http/origin.ts";
import { bringsSession, refusePagesOverLimit } from "#lib/http/page-gate.ts";
import { requestIdHeader, requestIdOf } from "#lib/http/request-id.ts";
import {
  contentSecurityPolicy,
  pageNonceHeader,
  pagePathHeader,
  pageSecurityHeaders,
} from "#lib/http/security-headers.ts";

// Pages alone, and what may be an app's under a name of its own: the other APIs have gates of their own, and files need none.
export const config = {
  runtime: "nodejs",
  matcher: "/((?!api/|p/|_next/static/|_next/image|monaco/|icon\\.svg$).*)",
};

/** What every page shares. Never the only guard: each page asks for its session again, each operation for the role. */
export async function middleware(request: NextRequest): Promise<Response> {
  const { pathname, search } = request.nextUrl;
  // `<ref>.<host>/rest/v1/…`: the product's own server answers it before it comes here, other hosts do not.
  const host = request.headers.get("host");
  const app = readAddress(pathname + search, host, projectHosts(publicAddress()));
  // Without a ref the data API says so itself, in its clients' form.
  if (app !== null || lacksProject(pathname)) {
    return NextResponse.rewrite(new URL(`/p/${app?.ref ?? "-"}${pathname}${search}`, request.url));
  }
  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy({ nonce, isDevelopment: process.env.NODE_ENV === "development" });
  const headers = new Headers(request.headers);
  headers.set(requestIdHeader, requestIdOf(request.headers));
  headers.set("Content-Security-Policy", policy);
  headers.set(pagePathHeader, pathname + search);
  headers.set(pageNonceHeader, nonce);
  const isForMembers = /^\/(projects|account|organizations)(\/|$)/.test(pathname);
  const response =
    (await refusePagesOverLimit(request.headers)) ??
    (isForMembers && !bringsSession(request.headers)
      ? NextResponse.redirect(new URL(`/login?next=${encodeURIComponent(pathname + search)}`, request.url))
      : NextResponse.next({ request: { headers } }));
  const secured = pageSecurityHeaders(isHttps(request.headers, publicAddress()));
  for (const [name, value] of Object.entries(secured)) response.headers.set(name, value);
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set(requestIdHeader, requestIdOf(headers));
  return response;
}
