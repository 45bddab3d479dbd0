import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { clientAddressHeader } from "#lib/http/client-address.ts";
import { type UnsentAnswersOptions, watchUnsentAnswers } from "#lib/server/unsent-answers.ts";
import { eventually } from "#tests/harness/eventually.ts";

const mebibyte = 1024 * 1024;
const answer = Buffer.alloc(12 * mebibyte);
const log = { warn: vi.fn() };
const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A server that answers everything with the same many bytes. */
async function start(options: Partial<UnsentAnswersOptions>) {
  const unsent = watchUnsentAnswers({ hosts: [], log, ...options });
  const begun: (string | undefined)[] = [];
  const closed: (string | undefined)[] = [];
  const server: Server = createServer((req, res) => {
    req.headers[clientAddressHeader] = "192.0.2.1";
    unsent.watch(req, res);
    let isTaken = false;
    res.once("finish", () => {
      isTaken = true;
    });
    res.once("close", () => isTaken || closed.push(req.url));
    begun.push(req.url);
    res.end(answer);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ends.push(() => server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  /** Asks, and takes nothing of the answer. */
  const ask = async (path: string): Promise<Socket> => {
    const socket = connect(port, "127.0.0.1");
    ends.push(() => socket.destroy());
    socket.on("error", () => undefined).pause();
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await eventually(() => expect(begun).toContain(path));
    return socket;
  };
  return { ask, closed, sweep: unsent.sweep };
}

describe("answers that nobody takes", () => {
  it("are cut off where they are too many, the oldest of the app that has most", async () => {
    const server = await start({ bytesMax: 30 * mebibyte });
    await server.ask("/p/neighbour/rest/v1/a");
    for (const path of ["1", "2", "3"]) await server.ask(`/p/greedyapp/rest/v1/${path}`);
    server.sweep();
    await eventually(() =>
      expect(server.closed.toSorted()).toEqual(["/p/greedyapp/rest/v1/1", "/p/greedyapp/rest/v1/2"]),
    );
  });

  it("are cut off when nothing of them was taken for a while", async () => {
    const server = await start({ stalledMs: 50 });
    await server.ask("/stalled");
    server.sweep();
    await eventually(() => expect(server.closed).toEqual(["/stalled"]));
    expect(log.warn).toHaveBeenCalledWith(expect.objectContaining({ path: "/stalled" }), expect.anything());
  });

  it("are left to who takes them slowly", async () => {
    const server = await start({ stalledMs: 2_000 });
    const socket = await server.ask("/slow");
    server.sweep();
    let taken = 0;
    socket.on("data", (part: Buffer) => {
      taken += part.length;
    });
    socket.resume();
    await eventually(() => expect(taken).toBeGreaterThan(answer.length));
    expect(server.closed).toEqual([]);
  });
});

describe("answers that are over", () => {
  it("leave nothing that outlives the collections of young objects", () => {
    setFlagsFromString("--expose-gc");
    // As the product runs: else V8 may learn to put the answers themselves among the old objects.
    setFlagsFromString("--no-allocation-site-pretenuring");
    const collect: (how: { type: "major" | "minor" }) => void = runInNewContext("gc");
    const unsent = watchUnsentAnswers({ hosts: [], log });
    const open: EventEmitter[] = [];
    const answers = (count: number) => {
      for (let index = 0; index < count; index++) {
        const res = Object.assign(new EventEmitter(), {
          writableLength: 0,
          head: [..."of a thousand".repeat(80)],
        });
        // The casts: nothing else of them is looked at.
        unsent.watch({ url: "/" } as IncomingMessage, res as unknown as ServerResponse);
        open.push(res);
        if (open.length > 16) open.shift()?.emit("close");
        if (index % 200 === 0) collect({ type: "minor" });
      }
    };
    answers(2_000);
    collect({ type: "major" });
    const before = oldBytes();
    answers(10_000);
    expect(oldBytes() - before).toBeLessThan(mebibyte);
  });
});

function oldBytes(): number {
  return getHeapSpaceStatistics().find((space) => space.space_name === "old_space")?.space_used_size ?? 0;
}
