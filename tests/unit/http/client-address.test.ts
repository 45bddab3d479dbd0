import { describe, expect, it } from "vitest";
import { resolveClientAddress } from "#lib/http/client-address.ts";

describe("client address", () => {
  it("is the socket's while no proxy is trusted, whatever the client claims", () => {
    expect(resolveClientAddress("203.0.113.7", "1.2.3.4", 0)).toBe("203.0.113.7");
    expect(resolveClientAddress("::ffff:203.0.113.7", undefined, 0)).toBe("203.0.113.7");
    expect(resolveClientAddress(undefined, undefined, 0)).toBe("unknown");
  });

  it("is what the outermost trusted proxy saw, not what the client wrote in front of it", () => {
    expect(resolveClientAddress("10.0.0.1", "6.6.6.6, 203.0.113.7", 1)).toBe("203.0.113.7");
    expect(resolveClientAddress("10.0.0.1", "6.6.6.6, 203.0.113.7, 10.0.0.2", 2)).toBe("203.0.113.7");
  });

  it("is the furthest known when there are fewer proxies than expected", () => {
    expect(resolveClientAddress("10.0.0.1", undefined, 2)).toBe("10.0.0.1");
    expect(resolveClientAddress("10.0.0.1", "203.0.113.7", 5)).toBe("203.0.113.7");
  });
});
