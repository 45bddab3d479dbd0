/** The request header in which the middleware hands the page's own path to it, for the way back after signing in. */
export const pagePathHeader = "X-Rowhouse-Path";

/** The request header in which the middleware hands the page the nonce of its own scripts. */
export const pageNonceHeader = "X-Rowhouse-Nonce";

export interface SecurityContext {
  /** Fresh for each response: what the page's own scripts show to be run. */
  readonly nonce: string;
  /** Development needs `eval` for React's error stacks and a socket for reloading; never set in production. */
  readonly isDevelopment: boolean;
}

/**
 * What a page may load. Scripts run by nonce only, and what those load ('strict-dynamic': Next's chunks, Monaco's
 * modules). Inline styles stay allowed because Monaco positions its lines with them.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export function contentSecurityPolicy({ nonce, isDevelopment }: SecurityContext): string {
  const directives = {
    "default-src": "'self'",
    "script-src": `'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": `'self'${isDevelopment ? " ws:" : ""}`,
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

/** The headers of every page besides its content security policy. */
export function pageSecurityHeaders(isSecure: boolean): Readonly<Record<string, string>> {
  return {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ...(isSecure ? { "Strict-Transport-Security": "max-age=31536000; includeSubDomains" } : {}),
  };
}
