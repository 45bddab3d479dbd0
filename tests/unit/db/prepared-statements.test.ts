import type pg from "pg";
import { expect, it } from "vitest";
import { preparedStatements } from "#lib/db/prepared-statements.ts";

const client = {} as pg.ClientBase;

it("names a text from its second use on, and forgets what others have taken the room of", () => {
  const prepared = preparedStatements({ rememberedLength: 100 });
  const text = "select 1".padEnd(40);
  expect(prepared.nameOf(client, text)).toBeUndefined();
  expect(prepared.nameOf(client, text)).toMatch(/^p/);
  for (const other of ["2", "3"]) prepared.nameOf(client, `select ${other}`.padEnd(40));
  expect(prepared.nameOf(client, text)).toBeUndefined();
  expect(prepared.nameOf(client, "select 4".padEnd(200))).toBeUndefined();
  expect(prepared.nameOf(client, "select 4".padEnd(200))).toBeUndefined();
});
