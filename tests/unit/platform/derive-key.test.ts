import { describe, expect, it } from "vitest";
import { deriveKey } from "#lib/derive-key.ts";

describe("deriveKey", () => {
  it("gives the same key for the same secret and label, so that servers agree", () => {
    expect(deriveKey("s".repeat(32), "session", 32)).toEqual(deriveKey("s".repeat(32), "session", 32));
  });

  it("gives unrelated keys for different labels and secrets", () => {
    const keys = [
      deriveKey("s".repeat(32), "session", 32),
      deriveKey("s".repeat(32), "claims", 32),
      deriveKey("t".repeat(32), "session", 32),
    ];
    expect(new Set(keys.map((key) => Buffer.from(key).toString("hex"))).size).toBe(3);
  });

  it("gives as many bytes as asked for", () => {
    expect(deriveKey("s".repeat(32), "x", 64)).toHaveLength(64);
  });
});
