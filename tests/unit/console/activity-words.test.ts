import { expect, it } from "vitest";
import { deviceWords } from "#components/account/device-words.ts";
import { activityWords } from "#components/activity/activity-words.ts";
import type { Activity } from "#components/activity/use-activity.ts";
import { linkIn } from "#components/auth/link-in.ts";

const entry = (kind: string, details: Activity["details"]): Activity => ({
  id: "1",
  kind,
  details,
  project: { id: "p", name: "Shop" },
  actor: { id: "a", name: "Ada" },
  created_at: "2026-03-31T10:00:00Z",
});

it.each<[string, Activity["details"], string]>([
  ["member_role_changed", { member: "Kim", from: "viewer", to: "admin" }, "made Kim admin, who was viewer"],
  ["invitation_created", { email: null, role: "editor" }, "invited somebody by a link as editor"],
  ["key_rotated", { name: null, key_kind: "service_role" }, "rotated the service key of Shop"],
  ["key_created", { name: "Web shop", key_kind: "publishable" }, "made the key “Web shop” of Shop"],
  [
    "schema_changed",
    { changes: [{ kind: "rename_column", table: "bikes", column: "size", to: "frame" }], changes_total: 1 },
    "renamed the column bikes.size to frame",
  ],
  [
    "schema_changed",
    {
      changes: Array.from({ length: 4 }, (_, i) => ({ kind: "create_table", table: `t${i}` })),
      changes_total: 30,
    },
    "created the table t0; created the table t1; created the table t2; 27 more",
  ],
  [
    "schema_changed",
    { changes: [{ kind: "create_policy", table: "bikes", name: "Anyone can read bikes" }], changes_total: 1 },
    "added the rule “Anyone can read bikes” to bikes",
  ],
  ["something_new", {}, "something new"],
])("says %s in words", (kind, details, words) => {
  expect(activityWords(entry(kind, details))).toBe(words);
});

it("names a device by its browser and system", () => {
  const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  expect(deviceWords(firefox)).toBe("Firefox on Linux");
  expect(deviceWords("supabase-cli/2")).toBe("supabase-cli/2");
  expect(deviceWords(null)).toBe("Unknown device");
});

it("takes no link of a message that runs a script", () => {
  expect(linkIn('<a href="https://x.example/y?a=1&amp;b=2">')).toBe("https://x.example/y?a=1&b=2");
  expect(linkIn('<a href="javascript:alert(1)">')).toBeNull();
});
