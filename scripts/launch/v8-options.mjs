import { availableParallelism } from "node:os";

/** How V8 runs the server; `docs/benchmarks.md` says what each brings. */
export const v8Options = [
  // Else V8 learns to put a walk's nodes among the old objects, where they hold whole parse trees until the next full collection.
  "--no-allocation-site-pretenuring",
  // On two processors V8's helpers stand in the way of the thread that they help, and of Postgres.
  ...(availableParallelism() <= 2 ? ["--v8-pool-size=1", "--single-threaded-gc"] : []),
];
