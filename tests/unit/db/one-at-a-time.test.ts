import type pg from "pg";
import { expect, it } from "vitest";
import { oneAtATime } from "#lib/db/connections/one-at-a-time.ts";

it("a connection that does not pipeline is asked the next thing when the one before was answered, also with an error", async () => {
  const seen: string[] = [];
  const query = async (text: string) => {
    seen.push(`asked ${text}`);
    await new Promise((done) => setImmediate(done));
    seen.push(`answered ${text}`);
    if (text === "bad") throw new Error("no");
    return { rows: [{ text }] };
  };
  // The cast: of all that a connection does it is asked for this alone.
  const ask = oneAtATime({ query } as unknown as pg.PoolClient);
  const answers = await Promise.allSettled([ask("a"), ask("bad"), ask("b")]);
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(seen).toEqual(["asked a", "answered a", "asked bad", "answered bad", "asked b", "answered b"]);
});
