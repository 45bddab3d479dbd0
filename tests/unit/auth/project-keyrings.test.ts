import { expect, it } from "vitest";
import type { Database } from "#lib/db/database.ts";
import { createProjectKeyrings } from "#lib/store/projects/project-keyring.ts";

const row = (ref: string) => ({ project_id: ref, database_id: ref, ref, keys: [], signing_keys: [] });

/** Key rings of the projects whose names begin with "real", and what was looked up for them. */
function keyrings() {
  const queries: (readonly string[])[] = [];
  let running = 0;
  let runningMax = 0;
  // The cast: nothing else of it is asked.
  const database = {
    query: async (_scope: unknown, { chunks }: { chunks: readonly (string | { parameter: unknown })[] }) => {
      const refs = chunks.flatMap((chunk) =>
        typeof chunk === "string" ? [] : (chunk.parameter as readonly string[]),
      );
      queries.push(refs);
      running += 1;
      runningMax = Math.max(runningMax, running);
      await new Promise((done) => setImmediate(done));
      running -= 1;
      return { rows: refs.filter((ref) => ref.startsWith("real")).map(row) };
    },
  } as unknown as Database;
  return { rings: createProjectKeyrings(database), queries, runningMax: () => runningMax };
}

it("stay when there are requests for any number of projects that are not there", async () => {
  const { rings, queries } = keyrings();
  await rings.find("realproject");
  for (let index = 0; index < 5_000; index += 1) await rings.find(`nobody${index}`);
  const before = queries.length;
  expect((await rings.find("realproject"))?.projectId).toBe("realproject");
  expect(await rings.find("nobody4999")).toBeNull();
  expect(queries.length).toBe(before);
});

it("are looked for by one query at a time, however many are asked for at once", async () => {
  const { rings, queries, runningMax } = keyrings();
  const refs = Array.from({ length: 1_000 }, (_, index) => `nobody${index}`);
  const found = await Promise.all([...refs, ...refs, "realone", "realtwo"].map((ref) => rings.find(ref)));
  expect(found.filter((ring) => ring !== null).map(({ ref }) => ref)).toEqual(["realone", "realtwo"]);
  expect([runningMax(), queries.length]).toEqual([1, 7]);
});

it("are looked for anew after a query that failed, and after a change that came meanwhile", async () => {
  let isDown = true;
  // The cast: as above.
  const database = {
    query: async () => {
      if (isDown) throw new Error("no connection");
      return { rows: [row("realproject")] };
    },
  } as unknown as Database;
  const rings = createProjectKeyrings(database);
  await expect(rings.find("realproject")).rejects.toThrow("no connection");
  isDown = false;
  const first = rings.find("realproject");
  rings.forget("realproject");
  const ring = await first;
  await Promise.resolve();
  expect(ring).not.toBeNull();
  expect(await rings.find("realproject")).not.toBe(ring);
});
