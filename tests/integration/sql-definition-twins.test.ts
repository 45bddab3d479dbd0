import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SqlTwin, sqlTwin } from "#tests/harness/sql-differential/twin.ts";
import { linesOf } from "#tests/harness/sql-statements.ts";

let twin: SqlTwin;

beforeAll(async () => {
  twin = await sqlTwin();
});

afterAll(() => twin.close());

describe.each(["functions", "objects", "plpgsql", "triggers"])("definitions of %s", (name) => {
  it.each(linesOf(name))("do what Postgres's own do: %s", async (text) => {
    const { virtual, native } = await twin.compare(text);
    expect(virtual).toEqual(native);
  });
});
