import { afterAll, beforeAll, expect, it } from "vitest";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import type { Asked } from "#tests/harness/random-rules/asked.ts";
import { request } from "#tests/harness/random-rules/request.ts";
import { type Outcome, rulesTwin } from "#tests/harness/random-rules/rules-twin.ts";
import { users, type World, world } from "#tests/harness/random-rules/world.ts";
import { randomRuns } from "#tests/harness/random-runs.ts";
import { Choices } from "#tests/harness/sql-differential/choices.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "./accounts-harness.ts";

// Random rules and grants, and random requests of a visitor and two users over tables, views, embeds, upserts and functions: here and
// in Postgres itself with the same policies. Rows, errors and what is stored afterwards must agree.

const { numRuns: worlds, seed } = randomRuns(6, 4711);
const requests = 60;

let harness: AccountsHarness;
let typed: SqlServer;

beforeAll(async () => {
  harness = await accountsRuntime();
  typed = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
});

afterAll(async () => {
  await typed.close();
  await harness.close();
});

it.each(Array.from({ length: worlds }, (_, index) => seed + index * 7919))(
  "whoever asks is answered as by Postgres's own policies (seed %i)",
  async (start) => {
    const made = world(choicesOf(start));
    const twin = await rulesTwin(harness.owner, made);
    try {
      for (let index = 0; index < requests; index += 1) {
        const asked = request(choicesOf(start * 31 + index * 104729));
        const user = [null, ...users][index % 3] ?? null;
        const { virtual, native } = await twin.compare(asked, user);
        const context = { asked, user, rules: made.rules, revoked: made.revoked };
        expect({ ...context, ...virtual }).toEqual({
          ...context,
          ...expected(made, asked, { virtual, native }),
        });
        // Behind what is known to be refused by one of them alone the two are not alike any more.
        if (JSON.stringify(virtual.stored) !== JSON.stringify(native.stored)) break;
      }
    } finally {
      await twin.close();
    }
  },
  120_000,
);

/** What Postgres did; where it is known to refuse more, or another of two faults first, what was done here. */
function expected(
  { revoked, rules }: World,
  { method, path, body }: Asked,
  { virtual, native }: { readonly virtual: Outcome; readonly native: Outcome },
): Outcome {
  const { error: here } = virtual;
  const { error: there } = native;
  // A column that was taken away is refused where it is asked for: a view that has it beside others goes on showing those, and what
  // refers through it refers to nothing.
  const isBeside = /^\/(live_posts|talk|tally|checked_posts|rpc)|[,(](comments|posts)\b/.test(path);
  const isThroughView = /^\/(live_posts|checked_posts)\b/.test(path);
  const isTaken = revoked.some(({ verb, column }) => verb === "select" && column !== null);
  if (there === "42501" && here === null && isBeside && isTaken)
    return { ...native, ...virtual, stored: isThroughView ? virtual.stored : native.stored };
  // What a function may not read refuses either whoever calls it, or only where there is a row to call it for, or one that it reads.
  const isUncalled =
    revoked.some(({ verb, table }) => verb === "select" && table === "teams") &&
    rules.some((rule) => rule.includes("sees_team")) &&
    JSON.stringify(virtual.stored) === JSON.stringify(native.stored) &&
    JSON.stringify((here === null ? virtual : native).rows ?? []) === "[]";
  if ([here, there].includes(null) && [here, there].includes("42501") && isUncalled) return virtual;
  // Of two broken keys, and of two rows that are refused, either may be told.
  const isKey = (code: string | null) => code === "23503" || code === "23505";
  const areRows = method === "PATCH" || (Array.isArray(body) && body.length > 1);
  const isEither = (isKey(here) && isKey(there)) || (areRows && here !== null && there !== null);
  return isEither ? { ...native, error: here } : native;
}

/** The same numbers for the same seed, on every machine. */
function choicesOf(start: number): Choices {
  let state = start >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 12;
  };
  return new Choices(Array.from({ length: 400 }, next));
}
