import { describe, expect, it } from "vitest";
import { isHttps, requireSameOrigin } from "#lib/http/origin.ts";

const address = { appUrl: "https://rowhouse.example.org", isProxyTrusted: false };

function check(headers: Record<string, string>, method = "POST", trusted = false): boolean {
  // A real Request would drop Host and Origin: browsers do not let scripts set them.
  const request = { method, headers: new Headers(headers) } as Request;
  try {
    requireSameOrigin(request, { ...address, isProxyTrusted: trusted });
    return true;
  } catch {
    return false;
  }
}

describe("a write that a cookie authorises", () => {
  it("passes from our own origin: the configured one, or the one that the request was sent to", () => {
    expect(check({ Origin: "https://rowhouse.example.org", Host: "10.0.0.1:3000" })).toBe(true);
    expect(check({ Origin: "http://localhost:3000", Host: "localhost:3000" })).toBe(true);
    expect(check({ Origin: "https://LOCALHOST:3000", Host: "localhost:3000" })).toBe(true);
  });

  it("is refused from anywhere else", () => {
    const host = { Host: "localhost:3000" };
    for (const origin of [
      "https://evil.example",
      "null",
      "http://localhost:3001",
      "http://localhost",
      "https://rowhouse.example.org.evil.example",
      "http://rowhouse.example.org",
      "",
    ]) {
      expect(check({ ...host, Origin: origin, "Sec-Fetch-Site": "same-origin" }), origin).toBe(false);
    }
  });

  it("without Origin needs the browser's word that the site is the same", () => {
    expect(check({ Host: "localhost:3000", "Sec-Fetch-Site": "same-origin" })).toBe(true);
    for (const site of ["same-site", "cross-site", "none"]) {
      expect(check({ Host: "localhost:3000", "Sec-Fetch-Site": site })).toBe(false);
    }
    expect(check({ Host: "localhost:3000" })).toBe(false);
  });

  it("believes X-Forwarded-Host only from a proxy of ours", () => {
    const headers = {
      Origin: "https://db.example",
      Host: "10.0.0.1",
      "X-Forwarded-Host": "db.example, 10.0.0.1",
    };
    expect(check(headers, "POST", true)).toBe(true);
    expect(check(headers, "POST", false)).toBe(false);
  });

  it("leaves reads alone", () => {
    for (const method of ["GET", "HEAD", "OPTIONS"]) {
      expect(check({ Origin: "https://evil.example" }, method)).toBe(true);
    }
  });
});

describe("https", () => {
  it("is seen in APP_URL or in a trusted proxy's header", () => {
    const forwarded = new Headers({ "X-Forwarded-Proto": "https" });
    const appUrl = "http://localhost:3000";
    expect(isHttps(new Headers(), address)).toBe(true);
    expect(isHttps(forwarded, { appUrl, isProxyTrusted: true })).toBe(true);
    expect(isHttps(forwarded, { appUrl, isProxyTrusted: false })).toBe(false);
  });
});
