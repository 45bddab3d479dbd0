import { once } from "node:events";
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createGunzip, gunzipSync } from "node:zlib";
import { afterEach, expect, it } from "vitest";
import { sendResponse } from "#lib/server/send-response.ts";

let server: Server | null = null;

afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

/** Answers one request with `response`. @returns the answer, unread. */
async function ask(
  response: Response,
  encoding: string | null,
  signal = new AbortController(),
): Promise<IncomingMessage> {
  server = createServer((req, res) => {
    res.once("close", () => res.writableFinished || signal.abort());
    void sendResponse(req, res, response, signal.signal);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const headers = encoding === null ? {} : { "Accept-Encoding": encoding };
  const [answer] = (await once(get({ port, host: "127.0.0.1", headers }), "response")) as [IncomingMessage];
  return answer;
}

async function bytesOf(answer: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const rows = { rows: Array.from({ length: 500 }, (_, n) => ({ n, title: "the same words" })) };

it("compresses a long document for whoever takes that", async () => {
  const answer = await ask(Response.json(rows), "gzip, br");
  expect(answer.headers).toMatchObject({ "content-encoding": "gzip", vary: "Accept-Encoding" });
  const bytes = await bytesOf(answer);
  expect(bytes.byteLength).toBeLessThan(JSON.stringify(rows).length / 5);
  expect(JSON.parse(gunzipSync(bytes).toString())).toEqual(rows);
});

it("leaves short documents and those for others as they are", async () => {
  const short = await ask(Response.json({ ok: true }), "gzip");
  expect(short.headers["content-encoding"]).toBeUndefined();
  expect(JSON.parse((await bytesOf(short)).toString())).toEqual({ ok: true });
  const plain = await ask(Response.json(rows), null);
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(JSON.parse((await bytesOf(plain)).toString())).toEqual(rows);
});

it("gives on a compressed line before the next one is there", async () => {
  const { promise: wanted, resolve: want } = Promise.withResolvers<void>();
  const lines = new ReadableStream<Uint8Array>({
    async pull(controller) {
      controller.enqueue(new TextEncoder().encode('{"n":1}\n'));
      await wanted;
      controller.enqueue(new TextEncoder().encode('{"n":2}\n'));
      controller.close();
    },
  });
  const answer = await ask(
    new Response(lines, { headers: { "Content-Type": "application/x-ndjson" } }),
    "gzip",
  );
  const text = answer.pipe(createGunzip()).setEncoding("utf8");
  const [first] = await once(text, "data");
  expect(first).toBe('{"n":1}\n');
  want();
  const [second] = await once(text, "data");
  expect(second).toBe('{"n":2}\n');
});

it("asks for no more pieces once the reader has gone away", async () => {
  const { promise: cancelled, resolve } = Promise.withResolvers<void>();
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(crypto.getRandomValues(new Uint8Array(65_536))),
    cancel: () => resolve(),
  });
  const answer = await ask(
    new Response(endless, { headers: { "Content-Type": "application/x-ndjson" } }),
    "gzip",
  );
  await once(answer, "readable");
  answer.destroy();
  await cancelled;
});
