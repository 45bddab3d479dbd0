/** One kind of request that every server is asked. */
export const workloads = [
  "get by id",
  "filtered list of 20",
  "list with parent",
  "insert",
  "update",
] as const;
export type Workload = (typeof workloads)[number];

/** One request as autocannon sends it. */
export interface BenchRequest {
  readonly method: "GET" | "POST" | "PATCH" | "PUT";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A server under measurement. */
export interface Target {
  readonly name: string;
  /** `own`: the product's own server; `mount`: its handlers elsewhere. */
  readonly kind: "bare" | "own" | "mount" | "peer";
  readonly url: string;
  readonly pid: number;
  stop(): void;
  readonly headers: Readonly<Record<string, string>>;
  /** @param index counts the requests, so that each asks for another row. */
  request(workload: Workload, index: number): BenchRequest;
}
