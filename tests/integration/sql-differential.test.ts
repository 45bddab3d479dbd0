import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { randomRuns } from "#tests/harness/random-runs.ts";
import { Choices } from "#tests/harness/sql-differential/choices.ts";
import { withGivenValues } from "#tests/harness/sql-differential/given-values.ts";
import { query } from "#tests/harness/sql-differential/queries.ts";
import { type Asked, rareQuery } from "#tests/harness/sql-differential/rare-queries.ts";
import { rareTables } from "#tests/harness/sql-differential/rare-tables.ts";
import { moreTables } from "#tests/harness/sql-differential/tables.ts";
import { type SqlTwin, sqlTwin } from "#tests/harness/sql-differential/twin.ts";
import { write } from "#tests/harness/sql-differential/writes.ts";
import { linesOf } from "#tests/harness/sql-statements.ts";

/** `npm run test:sql` asks for many more, and for others each time; the suite takes the same ones. */
const runs = randomRuns(200, 276384776);

const statements = [
  "writes",
  "merges",
  "views",
  "calls",
  "definitions",
  "regress",
  "unusual",
  "together",
].flatMap(linesOf);

let twin: SqlTwin;

beforeAll(async () => {
  twin = await sqlTwin([...moreTables, ...rareTables]);
});

afterAll(() => twin.close());

describe("a statement over virtual tables", () => {
  it.each(statements)("does what it does to plain tables: %s", async (text) => {
    const { virtual, native } = await twin.compare(text);
    expect(virtual).toEqual(native);
  });
});

describe("what is wrong with a statement", () => {
  it.each(["errors", "codes", "definition-errors"].flatMap(linesOf))(
    "is told as by plain tables: %s",
    async (text) => {
      const { virtual, native } = await twin.faults(text);
      expect(virtual).toEqual(native);
    },
  );
});

describe("any statement of the grammar", () => {
  it("gives the same names, values, rows afterwards and errors as on plain tables", async () => {
    const told = { errors: 0, statements: 0 };
    const choices = fc.array(fc.nat(9_999), { minLength: 5, maxLength: 80 });
    const kind = fc.constantFrom<((choices: Choices) => string | Asked)[]>(
      query,
      write,
      rareQuery,
      withGivenValues(write),
    );
    await fc.assert(
      fc.asyncProperty(kind, choices, async (make, numbers) => {
        const made = make(new Choices(numbers));
        const { text, params } = typeof made === "string" ? { text: made, params: [] } : made;
        const { virtual, native } = await twin.compare(text, params);
        told.statements += 1;
        if ("code" in native) told.errors += 1;
        expect(virtual, text).toEqual(native);
      }),
      runs,
    );
    process.stdout.write(
      `seed ${runs.seed}: ${told.statements} statements, ${told.errors} of them errors on both sides\n`,
    );
    expect(told.errors).toBeLessThan(told.statements / 3);
  }, 1_200_000);
});
