import { expect, it } from "vitest";
import type { Catalog, CatalogFunction } from "#lib/catalog/types.ts";
import { isCalm } from "#lib/engine/access/calm-text.ts";

const catalog: Pick<Catalog, "functions"> = {
  functions: [
    { id: "f", name: "divides", query: "select 1 / n from posts" },
    { id: "g", name: "counts", query: "select count(*) from posts" },
    { id: "h", name: "trusted", query: "select 1 / n from posts", isDefiner: true },
  ] as unknown as readonly CatalogFunction[],
};
const calm = (text: string, name?: string) =>
  isCalm(catalog as Catalog, {
    text,
    ...(name === undefined ? {} : { calls: [{ function: name, name, given: ["n"], as: "value" }] }),
  });

it.each([
  "owner = (select app.end_user_id() as uid)",
  "exists (select 1 from members m where m.team_id = posts.team_id and m.person = (select app.end_user_id() as uid))",
  "team_id in (select team_id from members where role <> 'guest')",
  "(select count(*) from teams t where t.id = posts.team_id and t.name = 'it''s') > 1",
  "org = ((select app.jwt() as jwt) -> 'app_metadata' ->> 'org')::uuid and state = 'live'::text",
  "(select app.end_user_id() as uid)::text = owner::text",
  "coalesce(is_public, false) or until > now() - interval '1 day'",
  'exists (select * from "Odd Name" o where o."n" is not distinct from posts.n)',
])("what compares cannot fail: %s", (text) => {
  expect(calm(text)).toBe(true);
});

it.each([
  "1 / (n - 5) > 0",
  "title like pattern",
  "title ~ pattern",
  "n::int = 5",
  "cast(n as int) = 5",
  "n = e'\\\\x'",
  "to_date(day, shape) is null",
  "n operator(pg_catalog./) 2 = 1",
  "exists (select from posts limit n)",
  "price * n > 5",
  "org = ((select app.jwt() as jwt) -> 'user_metadata' ->> 'org')::uuid",
  "x = 'a\\' or 1 / n = '",
  "-- a note\n1 = 1",
])("what is computed may: %s", (text) => {
  expect(calm(text)).toBe(false);
});

it("a text is as calm as what it calls, unless that reads past the rules anyway", () => {
  const text = "\u00020\u0002 > 1";
  expect([calm(text, "f"), calm(text, "g"), calm(text, "h")]).toEqual([false, true, true]);
});
