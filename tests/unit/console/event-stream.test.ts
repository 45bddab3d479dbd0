import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEvents, type StreamEvent } from "#components/api/event-stream.ts";

async function collect(chunks: readonly Uint8Array[]): Promise<readonly StreamEvent[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const events: StreamEvent[] = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}

describe("an event stream", () => {
  it("gives the same events however the network cuts it, even within a character", async () => {
    const text =
      'event: progress\ndata: {"message":"čas 🚲"}\n\n: still here\n\nevent: result\ndata: {\ndata: }\n\n';
    const bytes = new TextEncoder().encode(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        expect(await collect(chunks)).toEqual([
          { event: "progress", data: '{"message":"čas 🚲"}' },
          { event: "result", data: "{\n}" },
        ]);
      }),
    );
  });

  it("drops an event that was cut off", async () => {
    expect(await collect([new TextEncoder().encode("event: result\ndata: {")])).toEqual([]);
  });
});
