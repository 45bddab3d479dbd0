import type { IncomingMessage, ServerResponse } from "node:http";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What `/metrics` tells: the process's own figures, and how long requests take. */
export interface Metrics {
  observe(req: IncomingMessage, res: ServerResponse, seconds: number): void;
  send(res: ServerResponse): Promise<void>;
}

export function createMetrics(openRequests: () => number): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: "rowhouse_http_request_duration_seconds",
    help: "How long requests take, by surface, method and class of status.",
    labelNames: ["surface", "method", "status"] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers: [registry],
  });
  new Gauge({
    name: "rowhouse_http_requests_open",
    help: "Requests that are being answered now.",
    registers: [registry],
    collect() {
      this.set(openRequests());
    },
  });
  return {
    observe: (req, res, seconds) => {
      const method = methods.has(req.method ?? "") ? (req.method ?? "") : "other";
      const status = `${Math.floor(res.statusCode / 100)}xx`;
      duration.observe({ surface: surfaceOf(req.url ?? "/"), method, status }, seconds);
    },
    send: async (res) => {
      const text = await registry.metrics();
      res.writeHead(200, { "Content-Type": registry.contentType, "Cache-Control": "no-store" }).end(text);
    },
  };
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

// Few and fixed: a label that held paths would grow without end.
const surfaces: readonly [prefix: string, surface: string][] = [
  ["/api/", "api"],
  ["/p/", "data"],
  ["/_next/", "static"],
  ["/monaco/", "static"],
];

/** The part of the product that a path belongs to. */
export function surfaceOf(path: string): string {
  return surfaces.find(([prefix]) => path.startsWith(prefix))?.[1] ?? "page";
}
