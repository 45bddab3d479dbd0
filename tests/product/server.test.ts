import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "#tests/harness/eventually.ts";
import { type ProductServer, startProduct } from "#tests/harness/product-server.ts";

let product: ProductServer;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

/** Without the normalisation of `fetch`. */
function rawStatus(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${product.url}/`, { path }, (res) => {
      res.resume();
      resolve(res.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

describe("health", () => {
  it("says that the process is alive", async () => {
    const response = await fetch(`${product.url}/healthz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: "ok" });
  });

  it("says that it can serve, and what a superuser could improve", async () => {
    const response = await fetch(`${product.url}/readyz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: "ready",
      database: { reachable: true, migrated: true, improvements: { leakproof_numeric: true } },
    });
  });

  it("gives figures to Prometheus, without paths that grow without end", async () => {
    await fetch(`${product.url}/api/nothing-${"x".repeat(20)}`);
    await eventually(async () => {
      const text = await (await fetch(`${product.url}/metrics`)).text();
      expect(text).toContain("# TYPE rowhouse_http_request_duration_seconds histogram");
      expect(text).toContain('surface="api"');
      expect(text).not.toContain("nothing-");
    });
  });
});

describe("the id of a request", () => {
  it("is a new one, on every answer and in its log line", async () => {
    const response = await fetch(`${product.url}/login`);
    const id = response.headers.get("X-Request-Id");
    expect(id).toMatch(/^[\w-]{36}$/);
    await eventually(() => expect(product.logged()).toContain(`"request_id":"${id}"`));
  });

  it("is the given one if that is harmless", async () => {
    const ask = async (id: string) => {
      const response = await fetch(`${product.url}/healthz`, { headers: { "X-Request-Id": id } });
      return response.headers.get("X-Request-Id");
    };
    expect(await ask("outer-hop.0001")).toBe("outer-hop.0001");
    expect(await ask('"><script>')).not.toContain("<");
    expect(await ask("x".repeat(500))).toHaveLength(36);
  });

  it("is the same in the header and in the body of an error", async () => {
    const response = await fetch(`${product.url}/api/projects`);
    const body = (await response.json()) as { error: { id: string } };
    expect(response.headers.get("X-Request-Id")).toBe(body.error.id);
  });
});

describe("the log", () => {
  it("holds neither credentials nor what follows the path", async () => {
    await fetch(`${product.url}/api/projects?apikey=s3cr3t-in-query`, {
      headers: { Authorization: "Bearer s3cr3t-in-header", Cookie: "session=s3cr3t-in-cookie" },
    });
    await fetch(`${product.url}/api/auth/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ email: "a@example.org", password: "s3cr3t-in-body" }),
    });
    await eventually(() => expect(product.logged()).toContain('"path":"/api/auth/login"'));
    expect(product.logged()).not.toContain("s3cr3t");
  });

  it("is one JSON object a line and nothing else", () => {
    for (const line of product.logged().trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("level");
  });
});

describe("the editor's files", () => {
  it("are served compressed from our own origin, and kept by the browser", async () => {
    const response = await fetch(`${product.url}/monaco/vs/loader.js`);
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toContain("text/javascript");
    expect(response.headers.get("Content-Encoding")).toBe("gzip");
    expect(response.headers.get("Cache-Control")).toContain("max-age=");
    const headers = { "If-None-Match": response.headers.get("ETag") ?? "" };
    expect((await fetch(`${product.url}/monaco/vs/loader.js`, { headers })).status).toBe(304);
  });

  it.each([
    "/monaco/../../../package.json",
    "/monaco/..%2f..%2f..%2fpackage.json",
    "/monaco/vs/%2e%2e/%2e%2e/package.json",
    "/monaco/vs/nothing.js",
    "/monaco/",
  ])("are nothing but those of their folder: %s", async (path) => {
    expect(await rawStatus(path)).toBe(404);
  });

  it("are not looked for at an address that is no text", async () => {
    expect(await rawStatus("/monaco/%")).toBe(400);
  });
});

describe("an upgrade to WebSocket", () => {
  it("is refused and leaves no connection open", async () => {
    const { hostname, port } = new URL(product.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      "GET /socket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
    );
    let answer = "";
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe("an offer of HTTP/2", () => {
  it("is passed over, and the request answered", async () => {
    const { hostname, port } = new URL(product.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
    );
    let answer = "";
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });
});
