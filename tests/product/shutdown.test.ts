import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isRunning } from "#lib/db/embedded/process-table.ts";
import { eventually } from "#tests/harness/eventually.ts";
import { type ProductServer, startProduct } from "#tests/harness/product-server.ts";

const postgresPid = ({ dataDir }: ProductServer) =>
  Number.parseInt(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8"), 10);

describe("SIGTERM", () => {
  it("stops an idle server and its Postgres within five seconds, though a connection is kept alive", async () => {
    const product = await startProduct();
    const pid = postgresPid(product);
    const { hostname, port } = new URL(product.url);
    const idle = connect(Number(port), hostname);
    idle.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    await new Promise((resolve) => idle.once("data", resolve));
    const startedMs = performance.now();
    expect(await product.stop()).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(20_000);
    expect(isRunning(pid)).toBe(false);
    idle.destroy();
    await product.close();
  });

  it("lets a request that has begun end first", async () => {
    const product = await startProduct();
    const { hostname, port } = new URL(product.url);
    const socket = connect(Number(port), hostname);
    const body = JSON.stringify({ email: "ada@example.org", password: "correct horse battery" });
    const head = `POST /api/auth/signup HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    socket.write(head + body.slice(0, 10));
    await eventually(async () => {
      const metrics = await (await fetch(`${product.url}/metrics`)).text();
      expect(metrics).toMatch(/rowhouse_http_requests_open 2/);
    });
    const stopped = product.stop();
    await new Promise((resolve) => setTimeout(resolve, 300));
    socket.write(body.slice(10));
    let answer = "";
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 201 /);
    expect(await stopped).toBe(0);
    await product.close();
  });
});

describe("Postgres killed under the running product", () => {
  it("makes it unready for a moment, then everything works as before", async () => {
    const product = await startProduct();
    try {
      process.kill(postgresPid(product), "SIGKILL");
      await eventually(
        async () => {
          const response = await fetch(`${product.url}/api/auth/signup`, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ email: "ada@example.org", password: "correct horse battery" }),
          });
          expect(response.status).toBe(201);
        },
        { timeoutMs: 90_000, intervalMs: 300 },
      );
      expect((await fetch(`${product.url}/readyz`)).status).toBe(200);
    } finally {
      await product.close();
    }
  });
});
