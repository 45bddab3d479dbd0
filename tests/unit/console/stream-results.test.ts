import { afterEach, expect, it, vi } from "vitest";
import { collectResults, type RunningResult } from "#components/sql-panel/running-results.ts";
import { streamSql } from "#components/sql-panel/stream-results.ts";

afterEach(() => vi.unstubAllGlobals());

/** The network's end: an answer whose parts come as given, and which then ends, or breaks off. */
function answer(parts: readonly string[], breaks: boolean): void {
  const left = parts.map((part) => new TextEncoder().encode(part));
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = left.shift();
      if (next !== undefined) controller.enqueue(next);
      else if (breaks) controller.error(new TypeError("network error"));
      else controller.close();
    },
  });
  vi.stubGlobal("fetch", async () => new Response(body));
}

const begun = '{"statement":0,"command":"SELECT","columns":[{"name":"n","type":"integer"}]}\n';
const run = (show: (results: readonly RunningResult[]) => void) =>
  collectResults(streamSql("database", { query: "select n" }, new AbortController().signal), show);

it("puts lines together however they are cut, and numbers that no double holds stay their digits", async () => {
  answer(
    [begun.slice(0, 20), begun.slice(20), '{"rows":[[1],[90071992547', '40993]]}\n{"row_count":2,"ms":1}'],
    false,
  );
  const { results } = await run(() => undefined);
  expect(results).toMatchObject([{ rows: [[1], ["9007199254740993"]], row_count: 2, isComplete: true }]);
});

it("says of an answer that breaks off that the connection did, and what to look at", async () => {
  answer([begun, '{"rows":[[1]]}\n'], true);
  const shown: (readonly RunningResult[])[] = [];
  await expect(run((results) => shown.push(results))).rejects.toMatchObject({
    name: "ApiError",
    message: "The connection broke off before the answer was complete.",
    hint: expect.stringContaining("history"),
  });
});
