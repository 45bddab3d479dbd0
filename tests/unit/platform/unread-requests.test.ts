import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import { answerUnreadRequests, readsLongAddresses } from "#lib/server/unread-requests.ts";

let server: Server;

beforeAll(async () => {
  server = createServer(readsLongAddresses, (_req, res) => res.end("read"));
  answerUnreadRequests(server, ["apps.example"]);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** All that comes back for what is written to a connection. */
async function answerTo(text: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.end(text);
  let answer = "";
  for await (const part of socket.setEncoding("utf8")) answer += part;
  return answer;
}

const refused = '{"code":"PGRST117","details":null,"hint":null,"message":"Unsupported HTTP method: FETCH"}';

it("answers a method that there is not at an app's address as PostgREST does", async () => {
  const byPath = await answerTo(
    "FETCH /p/abcdefgh1/rest/v1/posts?id=eq.1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
  );
  expect(byPath).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\n/);
  expect(byPath).toContain("\r\nContent-Type: application/json; charset=utf-8\r\n");
  expect(byPath.split("\r\n\r\n")[1]).toBe(refused);
  const byName = await answerTo("FETCH /rest/v1/posts HTTP/1.1\r\nHost: abcdefgh1.apps.example\r\n\r\n");
  expect(byName.split("\r\n\r\n")[1]).toBe(refused);
});

it("leaves all else to what Node answers", async () => {
  const bare = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
  expect(await answerTo("FETCH /login HTTP/1.1\r\nHost: localhost\r\n\r\n")).toBe(bare);
  expect(await answerTo("nonsense\r\n\r\n")).toBe(bare);
  // What a client reads of an answer that came while it was still sending is up to the system: so no connection here.
  const socket = new PassThrough();
  server.emit("clientError", Object.assign(new Error(), { code: "HPE_HEADER_OVERFLOW" }), socket);
  expect(String(socket.read())).toMatch(/^HTTP\/1\.1 431 /);
  expect(await answerTo("GET / HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 OK/);
});

it("reads an address that lists a thousand keys", async () => {
  const keys = Array.from({ length: 1000 }, () => crypto.randomUUID()).join("%2C");
  const answer = await answerTo(`GET /p/abcdefgh1/rest/v1/posts?id=in.(${keys}) HTTP/1.0\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
});
