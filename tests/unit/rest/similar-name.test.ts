import { expect, it } from "vitest";
import { similarName } from "#lib/rest/response/similar-name.ts";

it.each([
  ["testt", ["test", "another"], "test"],
  ["other", ["test", "another"], "another"],
  ["noclosealternative", ["test", "another"], null],
  ["get_platform_stats", ["get_poll_with_results", "words"], "get_poll_with_results"],
  ["track_ad_impression", ["track_analytics_event"], "track_analytics_event"],
  ["car_models_default", ["car_models", "cars"], "car_models"],
  ["Films", ["films"], "films"],
  ["id", ["ix"], "ix"],
  ["(nam, pqaram, vall)", ["(name, param, val)", "(attr, id)"], "(name, param, val)"],
  ["(param, val)", ["(name, param, val)", "(attr, id)"], "(name, param, val)"],
  ["(attrs, id)", ["(name, param, val)", "(attr, id)"], "(attr, id)"],
  ["(id)", ["(name, param, val)", "(attr, id)"], "(attr, id)"],
  ["(noclosealternative)", ["(name, param, val)", "(attr, id)"], null],
  ["()", ["(a)"], null],
  ["", [], null],
])("in place of %s of %j PostgREST suggests %s", (name, candidates, suggested) => {
  expect(similarName(name, candidates)).toBe(suggested);
});

it("takes the first of those that are equally alike, and compares no endless names", () => {
  expect(similarName("tests", ["test2", "test1"])).toBe("test2");
  expect(similarName("x".repeat(10_000), ["x".repeat(9_999)])).toBeNull();
});
