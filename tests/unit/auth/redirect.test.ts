import { expect, it } from "vitest";
import { redirectTarget } from "#lib/auth/redirect.ts";

const siteUrl = "https://site.example.org";
const leadsTo = (wanted: string, ...allowed: readonly string[]) =>
  redirectTarget(wanted, { siteUrl, allowed, productUrl: "http://localhost:3000" }) === wanted;

it.each([
  ["https://*.example.org/**", "https://a.example.org/x/y.html?z=1", true],
  ["https://*.example.org/**", "https://a.b.example.org/x", false],
  ["https://*.example.org", "https://a.example.org", true],
  ["https://**.example.org/*", "https://a.b.example.org/x", true],
  ["https://**.example.org/*", "https://a.b.example.org/x/y", false],
  ["https://example.org/a?c", "https://example.org/abc", true],
  ["https://example.org/a?c", "https://example.org/a/c", false],
  ["https://example.org/*/end", "https://example.org//end", true],
  ["https://example.org/**b**", "https://example.org/aba", true],
  ["https://example.org/**b", "https://example.org/aba", false],
  ["https://example.org/(a|b)[c]+", "https://example.org/ac", false],
  ["https://example.org/*%C3%A9", "https://example.org/xé", true],
  ["https://example.org/***", "https://example.org/x.y/z", true],
])("a pattern of an allowed redirect says what it says: %s, %s", (pattern, wanted, isAllowed) => {
  expect(leadsTo(wanted, pattern)).toBe(isAllowed);
});

it("no pattern of an allowed redirect keeps the process busy", () => {
  const pattern = `https://example.org/${"**a".repeat(100)}b`;
  expect(leadsTo(`https://example.org/${"a".repeat(2000)}`, pattern)).toBe(false);
  expect(leadsTo(`https://example.org/${"a".repeat(2000)}b`, pattern)).toBe(true);
});
