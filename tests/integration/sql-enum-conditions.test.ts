import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SqlTwin, sqlTwin } from "#tests/harness/sql-differential/twin.ts";
import { linesOf } from "#tests/harness/sql-statements.ts";

let twin: SqlTwin;

beforeAll(async () => {
  twin = await sqlTwin();
});

afterAll(() => twin.close());

describe("conditions of definitions about an enum", () => {
  it.each(linesOf("enum-conditions"))("do what they do in plain tables: %s", async (text) => {
    const { virtual, native } = await twin.compare(text);
    expect(virtual).toEqual(native);
  });
});
