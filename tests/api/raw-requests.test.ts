import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveDataApi } from "#lib/data-api/node.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { answerUnreadRequests, readsLongAddresses } from "#lib/server/unread-requests.ts";
import type { AppProject } from "#tests/harness/app-project.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { canaries, neighbour, type ProtectedApp, protectedApp } from "./app-attacks/protected-app.ts";

// Messages that two readers of HTTP may read differently, and addresses that two parts of a server may.

let harness: AccountsHarness;
let server: Server;
let typed: SqlServer;
let app: ProtectedApp;
let other: AppProject;

beforeAll(async () => {
  harness = await accountsRuntime();
  typed = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
  app = await protectedApp();
  other = await neighbour();
  server = createServer(readsLongAddresses, (req, res) => {
    if (serveDataApi(req, res, ["db.example"]) === null) res.writeHead(404).end();
  });
  answerUnreadRequests(server, ["db.example"]);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await typed.close();
  await harness.close();
});

/** All that is answered to some bytes until the server closes. */
async function sent(bytes: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let answer = "";
  const ended = new Promise<void>((resolve) => {
    socket.on("data", (part) => {
      answer += part.toString("latin1");
    });
    socket.on("close", () => resolve());
    socket.on("error", () => resolve());
  });
  socket.write(bytes, "latin1");
  // A server that waits for more has taken what it got for the beginning of something.
  socket.setTimeout(15_000, () => socket.destroy());
  await ended;
  return answer;
}

const statuses = (answer: string) =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, code]) => Number(code));
const within = () => `GET /p/${app.ref}/rest/v1/smuggled HTTP/1.1\r\nHost: x\r\nX: `;
const line = (method = "POST", path = "/rest/v1/logs") => `${method} /p/${app.ref}${path} HTTP/1.1\r\n`;
const who = () => `Host: x\r\napikey: ${app.keys.anon}\r\nContent-Type: application/json\r\n`;

/** A head's framing, and what comes behind it. */
const framings: readonly (readonly [string, () => string])[] = [
  [
    "both lengths",
    () => `${line()}${who()}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${within()}`,
  ],
  [
    "both lengths, the other way",
    () => `${line()}${who()}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${within()}`,
  ],
  ["two lengths", () => `${line()}${who()}Content-Length: 2\r\nContent-Length: 60\r\n\r\n{}${within()}`],
  [
    "two lengths that agree",
    () => `${line()}${who()}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}${within()}`,
  ],
  ["a list of lengths", () => `${line()}${who()}Content-Length: 2, 2\r\n\r\n{}${within()}`],
  ["a length with a sign", () => `${line()}${who()}Content-Length: +2\r\n\r\n{}${within()}`],
  ["a negative length", () => `${line()}${who()}Content-Length: -2\r\n\r\n{}${within()}`],
  ["a length in hexadecimal", () => `${line()}${who()}Content-Length: 0x2\r\n\r\n{}${within()}`],
  ["a length with a fraction", () => `${line()}${who()}Content-Length: 2.0\r\n\r\n{}${within()}`],
  [
    "a length beyond all",
    () => `${line()}${who()}Content-Length: 99999999999999999999999\r\n\r\n{}${within()}`,
  ],
  ["a length with a space in it", () => `${line()}${who()}Content-Length: 2 0\r\n\r\n{}${within()}`],
  ["a space in front of the colon", () => `${line()}${who()}Content-Length : 2\r\n\r\n{}${within()}`],
  ["an unknown coding", () => `${line()}${who()}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${within()}`],
  [
    "chunked that is not the last",
    () => `${line()}${who()}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${within()}`,
  ],
  [
    "two codings in two lines",
    () =>
      `${line()}${who()}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${within()}`,
  ],
  [
    "a coding with a vertical tab",
    () => `${line()}${who()}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n${within()}`,
  ],
  [
    "a coding on the next line",
    () => `${line()}${who()}Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${within()}`,
  ],
  [
    "a header on two lines",
    () => `${line()}${who()}X-A: b\r\n\tContent-Length: 60\r\nContent-Length: 2\r\n\r\n{}${within()}`,
  ],
  ["a header without a name", () => `${line()}${who()}: x\r\nContent-Length: 2\r\n\r\n{}${within()}`],
  [
    "a carriage return in a header",
    () => `${line()}${who()}X-A: b\rContent-Length: 60\r\nContent-Length: 2\r\n\r\n{}${within()}`,
  ],
  ["a zero in a header", () => `${line()}${who()}X-A: b\x00c\r\nContent-Length: 2\r\n\r\n{}${within()}`],
  [
    "lines that end otherwise",
    () => `${line()}${who()}X-A: b\nContent-Length: 60\r\nContent-Length: 2\r\n\r\n{}${within()}`,
  ],
  [
    "chunks with a length in words",
    () => `${line()}${who()}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n${within()}`,
  ],
  [
    "chunks with a prefix",
    () => `${line()}${who()}Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n${within()}`,
  ],
  [
    "a chunk beyond all",
    () =>
      `${line()}${who()}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff2\r\n{}\r\n0\r\n\r\n${within()}`,
  ],
  [
    "a negative chunk",
    () => `${line()}${who()}Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n${within()}`,
  ],
  [
    "a chunk that is longer than it says",
    () => `${line()}${who()}Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n${within()}`,
  ],
  [
    "a chunk's extension with a line break",
    () => `${line()}${who()}Transfer-Encoding: chunked\r\n\r\n2;a\n\r\n{}\r\n0\r\n\r\n${within()}`,
  ],
  [
    "a chunk's extension without end",
    () =>
      `${line()}${who()}Transfer-Encoding: chunked\r\n\r\n2;${"a".repeat(20_000)}\r\n{}\r\n0\r\n\r\n${within()}`,
  ],
  [
    "chunks in HTTP/1.0",
    () =>
      `POST /p/${app.ref}/rest/v1/logs HTTP/1.0\r\n${who()}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${within()}`,
  ],
  [
    "no host",
    () => `GET /p/${app.ref}/rest/v1/notes HTTP/1.1\r\napikey: ${app.keys.anon}\r\n\r\n${within()}`,
  ],
  ["a tab in the first line", () => `GET\t/p/${app.ref}/rest/v1/notes HTTP/1.1\r\n${who()}\r\n${within()}`],
  ["HTTP/0.9", () => `GET /p/${app.ref}/rest/v1/notes\r\n\r\n`],
  ["HTTP/2 without asking", () => `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${within()}`],
  ["HTTP/1.2", () => `GET /p/${app.ref}/rest/v1/notes HTTP/1.2\r\n${who()}\r\n${within()}`],
  ["a zero in the address", () => `GET /p/${app.ref}/rest/v1/no\x00tes HTTP/1.1\r\n${who()}\r\n${within()}`],
  [
    "headers without end",
    () => `GET /p/${app.ref}/rest/v1/notes HTTP/1.1\r\n${who()}X: ${"a".repeat(70_000)}\r\n\r\n${within()}`,
  ],
];

describe("a message that readers of HTTP may take for another", () => {
  it.each(framings)("is refused, and nothing behind it is read: %s", async (_name, bytes) => {
    const answer = await sent(bytes());
    expect([statuses(answer), answer]).toEqual([
      [expect.toSatisfy((code) => code >= 400 && code < 500)],
      answer,
    ]);
    expect(answer).not.toContain("smuggled");
    expect(answer).toMatch(/connection: close/i);
    // Whoever reads on has not been let in by it.
    const after = await sent(
      `GET /p/${app.ref}/rest/v1/links?limit=1 HTTP/1.1\r\n${who()}Connection: close\r\n\r\n`,
    );
    expect(statuses(after)).toEqual([200]);
  });

  it("in a body is a body: what it holds is no request", async () => {
    const inner = `GET /p/${app.ref}/rest/v1/smuggled HTTP/1.1\r\nHost: x\r\n\r\n`;
    const get = `${line("GET", "/rest/v1/links?limit=1")}${who()}Content-Length: ${inner.length}\r\n\r\n${inner}`;
    const answer = await sent(
      `${get}${line("GET", "/rest/v1/links?limit=1")}${who()}Connection: close\r\n\r\n`,
    );
    expect(statuses(answer)).toEqual([200, 200]);
    expect(answer).not.toContain("smuggled");
  });

  it("in trailers gives no credentials and no host", async () => {
    const trailers = `apikey: ${app.keys.service_role}\r\nHost: ${other.ref}.localhost\r\n`;
    const answer = await sent(
      `${line("POST", "/rest/v1/rpc/my_notes")}Host: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nTrailer: apikey\r\n\r\n2\r\n{}\r\n0\r\n${trailers}\r\n${line("GET", "/rest/v1/notes")}${who()}Connection: close\r\n\r\n`,
    );
    expect(statuses(answer)).toEqual([401, 200]);
    expect(answer).not.toContain("canary");
  });

  it("with credentials twice has those that came first, or none", async () => {
    const twice = (headers: string) =>
      sent(`${line("GET", "/rest/v1/notes")}Host: x\r\n${headers}Connection: close\r\n\r\n`);
    expect(statuses(await twice(`apikey: ${app.keys.anon}\r\napikey: ${app.keys.service_role}\r\n`))).toEqual(
      [401],
    );
    const answer = await twice(
      `apikey: ${app.keys.anon}\r\nAuthorization: Bearer ${app.keys.anon}\r\nAuthorization: Bearer ${app.keys.service_role}\r\n`,
    );
    expect(answer).toContain("[]");
  });
});

/** Addresses under which another app's rows might come with our key: host, path. */
const addresses: readonly (readonly [string, () => readonly [host: string, target: string]])[] = [
  ["another app's host", () => [`${other.ref}.localhost`, `/p/${app.ref}/rest/v1/notes?select=body`]],
  [
    "another app's path on our host",
    () => [`${app.ref}.localhost`, `/p/${other.ref}/rest/v1/notes?select=body`],
  ],
  ["another app's host alone", () => [`${other.ref}.localhost`, "/rest/v1/notes?select=body"]],
  [
    "another app's host in capitals",
    () => [`${other.ref.toUpperCase()}.LOCALHOST`, "/rest/v1/notes?select=body"],
  ],
  ["another app's host with a port", () => [`${other.ref}.localhost:99999`, "/rest/v1/notes?select=body"]],
  [
    "another app's host below ours",
    () => [`${other.ref}.${app.ref}.localhost`, "/rest/v1/notes?select=body"],
  ],
  ["our host below another app's", () => [`${app.ref}.${other.ref}.localhost`, "/rest/v1/notes?select=body"]],
  ["a host with a dot at its end", () => [`${other.ref}.localhost.`, "/rest/v1/notes?select=body"]],
  ["a host with a name in front", () => [`x@${other.ref}.localhost`, "/rest/v1/notes?select=body"]],
  ["the configured host", () => [`${other.ref}.db.example`, "/rest/v1/notes?select=body"]],
  ["a host of somebody else's", () => [`${other.ref}.db.example.evil`, "/rest/v1/notes?select=body"]],
  ["a way up", () => ["x", `/p/${app.ref}/../${other.ref}/rest/v1/notes?select=body`]],
  ["a way up, escaped", () => ["x", `/p/${app.ref}/%2e%2e/${other.ref}/rest/v1/notes?select=body`]],
  ["a way up behind the service", () => ["x", `/p/${app.ref}/rest/v1/../../../${other.ref}/rest/v1/notes`]],
  [
    "a way up with escaped slashes",
    () => ["x", `/p/${app.ref}/rest/v1/..%2f..%2f..%2f${other.ref}%2frest%2fv1%2fnotes`],
  ],
  ["two slashes", () => ["x", `//p/${other.ref}/rest/v1/notes`]],
  ["a backslash", () => ["x", `/p\\${other.ref}\\rest\\v1\\notes`]],
  ["a parameter in the path", () => ["x", `/p/${app.ref};${other.ref}/rest/v1/notes`]],
  ["an absolute address", () => ["x", `http://${other.ref}.localhost/rest/v1/notes`]],
  [
    "an absolute address with our path",
    () => [`${other.ref}.localhost`, `http://x/p/${app.ref}/rest/v1/notes`],
  ],
  [
    "an address that names a key",
    () => [`${other.ref}.localhost`, `/rest/v1/notes?apikey=${app.keys.service_role}`],
  ],
  ["a star", () => [`${other.ref}.localhost`, "*"]],
];

describe("an address that parts of a server may take for another", () => {
  it.each(addresses)("shows no other app's rows to our keys: %s", async (_name, address) => {
    const [host, target] = address();
    for (const key of [app.keys.anon, app.keys.service_role])
      for (const more of [
        "",
        `X-Forwarded-Host: ${other.ref}.localhost\r\nX-Original-URL: /p/${other.ref}/rest/v1/notes\r\nX-Rewrite-URL: /p/${other.ref}/rest/v1/notes\r\nForwarded: host=${other.ref}.localhost\r\n`,
      ]) {
        const answer = await sent(
          `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${more}apikey: ${key}\r\nConnection: close\r\n\r\n`,
        );
        expect(answer).not.toContain("canary-tenant");
        if (key === app.keys.anon) expect(canaries.filter((word) => answer.includes(word))).toEqual([]);
      }
  });
});
