import { expect, it } from "vitest";
import { currentKey } from "#components/api/current-key.ts";
import type { ProjectKey } from "#components/api/types.ts";

const key = (id: string, kind: ProjectKey["kind"], more: Partial<ProjectKey> = {}): ProjectKey => ({
  ...{ id, kind, name: null, token_start: null, scopes: null, created_at: "2026-01-01T00:00:00Z" },
  ...{ expires_at: null, last_used_at: null, use_count: 0, replaces: null, token: `token of ${id}` },
  ...more,
});

it("hands out the key that a rotation has made, not the one that ends tomorrow", () => {
  const old = key("old", "anon", { expires_at: "2026-02-03T00:00:00Z" });
  const made = key("made", "anon", { created_at: "2026-02-02T00:00:00Z", replaces: "old" });
  expect(currentKey([old, made, key("service", "service_role")], "anon")?.token).toBe("token of made");
  expect(currentKey([made, old], "anon")?.id).toBe("made");
});

it("hands out nothing that is not known", () => {
  expect(currentKey([key("shown once", "publishable", { token: null })], "publishable")).toBeNull();
  expect(currentKey([], "anon")).toBeNull();
});
