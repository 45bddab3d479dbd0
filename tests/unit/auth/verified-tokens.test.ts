import { expect, it } from "vitest";
import type { Database } from "#lib/db/database.ts";
import { createProjectKeyrings, type VerifiedToken } from "#lib/store/projects/project-keyring.ts";

const row = (ref: string) => ({
  project_id: ref,
  database_id: ref,
  ref,
  keys: [{ id: "k", kind: "anon", scopes: null, token_hash: null, expires_at: null }],
  signing_keys: [],
});

function keyrings() {
  // The cast: nothing else of it is asked.
  const database = {
    query: async (_scope: unknown, { chunks }: { chunks: readonly (string | { parameter: unknown })[] }) => ({
      rows: chunks.flatMap((chunk) =>
        typeof chunk === "string" ? [] : (chunk.parameter as readonly string[]).map(row),
      ),
    }),
  } as unknown as Database;
  return createProjectKeyrings(database);
}

const verified: VerifiedToken = { key: null, claims: { sub: "somebody" }, expiresAt: 1 };
const token = (length: number, index = 0) => `${index}.`.padEnd(length, "x");

it("remembers a token that was verified for the project alone that verified it", async () => {
  const rings = keyrings();
  const [one, other] = [await rings.find("projectone"), await rings.find("projecttwo")];
  one?.verified.set(token(700), verified);
  expect(one?.verified.get(token(700))).toBe(verified);
  expect(other?.verified.get(token(700))).toBeUndefined();
  rings.forget("projectone");
  await Promise.resolve();
  expect((await rings.find("projectone"))?.verified.get(token(700))).toBeUndefined();
});

it("remembers no more than fits, however many there are and however long: first of those that came last", async () => {
  const rings = keyrings();
  const ring = await rings.find("projectone");
  ring?.verified.set(token(64_000), verified);
  expect(ring?.verified.get(token(64_000))).toBeUndefined();
  ring?.verified.set(token(700), verified);
  for (let index = 1; index <= 1_500; index += 1) ring?.verified.set(token(16_000, index), verified);
  expect(ring?.verified.get(token(700))).toBeUndefined();
  expect(ring?.verified.get(token(16_000, 1))).toBeUndefined();
  expect(ring?.verified.get(token(16_000, 1_500))).toBe(verified);
});
