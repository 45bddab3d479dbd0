import type pg from "pg";
import { expect, it } from "vitest";
import { preparedStatements } from "#lib/db/protocol/prepared-statements.ts";

const client = {} as pg.ClientBase;

it("lets a connection hold no more than fits, however few they are", () => {
  const prepared = preparedStatements({ perConnectionLength: 100 });
  const held = { connection: { parsedStatements: {} as Record<string, string> } };
  // The cast: nothing else of a client is looked at.
  const connected = held as unknown as pg.ClientBase;
  for (const text of ["select 1", "select 2", "select 3"].map((one) => one.padEnd(40))) {
    prepared.nameOf(connected, text);
    held.connection.parsedStatements[String(prepared.nameOf(connected, text))] = text;
  }
  const [first = ""] = Object.keys(held.connection.parsedStatements);
  expect(prepared.takeSurplus(connected)).toEqual([first]);
  expect(Object.keys(held.connection.parsedStatements)).toHaveLength(2);
});

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
