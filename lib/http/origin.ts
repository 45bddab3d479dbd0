import { AppError } from "#lib/errors/app-error.ts";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Where the product is reached, as far as one request and the configuration tell. */
export interface PublicAddress {
  readonly appUrl: string;
  /** Whether X-Forwarded-* come from our own proxy. */
  readonly isProxyTrusted: boolean;
}

/**
 * Refuses a write that a browser's cookie would authorise while another site asks for it.
 *
 * The browser says where a request comes from: in `Origin`, which is compared with our own, else in `Sec-Fetch-Site`.
 * A write that says neither comes from no current browser, and has to use a bearer token.
 *
 * @throws {AppError} RH103.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function requireSameOrigin(request: Request, address: PublicAddress): void {
  if (safeMethods.has(request.method)) return;
  const origin = request.headers.get("Origin");
  const isSame =
    origin === null
      ? request.headers.get("Sec-Fetch-Site") === "same-origin"
      : ownOrigins(request.headers, address).includes(origin.toLowerCase());
  if (isSame) return;
  throw new AppError("RH103", "This request was made by another site.", {
    hint: "Scripts: send Authorization: Bearer <token> instead of the cookie.",
  });
}

/** Whether the person's browser sees https: then cookies are `Secure`. */
export function isHttps(headers: Headers, address: PublicAddress): boolean {
  if (address.appUrl.startsWith("https:")) return true;
  return address.isProxyTrusted && firstOf(headers.get("X-Forwarded-Proto")) === "https";
}

function ownOrigins(headers: Headers, address: PublicAddress): string[] {
  const origins = [new URL(address.appUrl).origin];
  const forwarded = address.isProxyTrusted ? firstOf(headers.get("X-Forwarded-Host")) : null;
  const host = forwarded ?? headers.get("Host");
  if (host === null) return origins;
  // Either scheme: behind a proxy that ends TLS without saying so, ours is http and the browser's is https.
  return [...origins, `http://${host.toLowerCase()}`, `https://${host.toLowerCase()}`];
}

function firstOf(list: string | null): string | null {
  return list?.split(",")[0]?.trim() || null;
}
