import { expect, it } from "vitest";
import type { Catalog } from "#lib/catalog/types.ts";
import { createKeptPlans } from "#lib/rest/kept-plans.ts";
import type { Prepared } from "#lib/rest/prepared.ts";
import { keyword, withParameters } from "#lib/sql/sql.ts";

// The casts: nothing else of either is asked.
const catalog = () => ({}) as Catalog;
const plan = (length: number) =>
  ({ statement: withParameters(keyword("x".repeat(length)), (value) => value) }) as unknown as Prepared;

/** How many of a project's plans have to be made anew. */
function made(plans: ReturnType<typeof createKeptPlans>, of: Catalog, count: number, length = 1_000): number {
  let times = 0;
  for (let index = 0; index < count; index += 1)
    plans.planOf(of, `plan ${index}`, () => {
      times += 1;
      return plan(length);
    });
  return times;
}

it("are made once, for each project by itself", () => {
  const plans = createKeptPlans();
  const [one, other] = [catalog(), catalog()];
  expect([made(plans, one, 5), made(plans, one, 5), made(plans, other, 5)]).toEqual([5, 0, 5]);
});

it("take no more than fits of all projects together, first those that came last", () => {
  const plans = createKeptPlans(400_000);
  const [used, ...others] = Array.from({ length: 20 }, catalog);
  if (used === undefined) throw new Error("no projects");
  made(plans, used, 2);
  for (const other of others) {
    expect(made(plans, other, 8)).toBe(8);
    expect(made(plans, used, 2)).toBe(0);
  }
  const [first] = others;
  const last = others.at(-1);
  if (first === undefined || last === undefined) throw new Error("no projects");
  expect([made(plans, last, 8), made(plans, first, 8)]).toEqual([0, 8]);
});

it("of one project leave room for those of others, and a plan that is larger than its room is not kept", () => {
  const plans = createKeptPlans(400_000);
  const [busy, quiet] = [catalog(), catalog()];
  made(plans, quiet, 5);
  made(plans, busy, 500);
  expect(made(plans, quiet, 5)).toBe(0);
  expect([made(plans, quiet, 6, 100_000), made(plans, quiet, 6, 100_000)]).toEqual([1, 1]);
});
