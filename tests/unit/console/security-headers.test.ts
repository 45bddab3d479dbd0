import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, pageSecurityHeaders } from "#lib/http/security-headers.ts";

describe("the security headers of pages", () => {
  const policy = contentSecurityPolicy({ nonce: "abc", isDevelopment: false });
  const scripts = policy.split("; ").find((directive) => directive.startsWith("script-src")) ?? "";

  it("let scripts run by nonce only", () => {
    expect(scripts).toContain("'nonce-abc'");
    expect(scripts).toContain("'strict-dynamic'");
    expect(scripts).not.toMatch(/unsafe|https?:|\*/);
  });

  it("name no other origin, and let nobody frame a page", () => {
    expect(policy).not.toMatch(/https?:|\*/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("object-src 'none'");
  });

  it("ask for https only where it is spoken", () => {
    expect(pageSecurityHeaders(true)).toHaveProperty("Strict-Transport-Security");
    expect(pageSecurityHeaders(false)).not.toHaveProperty("Strict-Transport-Security");
  });
});
