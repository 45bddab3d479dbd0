import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextPath } from "#components/auth/next-path.ts";

describe("where signing in leads to", () => {
  it("is the page that was asked for", () => {
    expect(nextPath("/projects/7/database/tables/orders?sort=price.desc#top")).toBe(
      "/projects/7/database/tables/orders?sort=price.desc#top",
    );
  });

  it.each([
    null,
    "",
    "projects",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
  ])("is the list of projects for %j", (next) => {
    expect(nextPath(next)).toBe("/projects");
  });

  it("never leaves this site", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const url = new URL(nextPath(`/${text}`), "https://rowhouse.example");
        expect(url.origin).toBe("https://rowhouse.example");
      }),
    );
  });
});
