import { createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../env/env.ts";

type Address = Pick<Config, "host" | "port">;

/** Rejects with EADDRINUSE or EACCES of the system, which `startFailure` puts into words. */
export async function listen(server: Server, { host, port }: Address): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** A server that is just stopping gets this long to free its port. */
const patienceMs = 1500;

/** Listens for a moment: what would fail later fails now. */
export async function assertPortIsFree(address: Address): Promise<void> {
  for (const end = Date.now() + patienceMs; ; await sleep(100)) {
    const probe = createServer();
    try {
      await listen(probe, address);
      await new Promise((resolve) => probe.close(resolve));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || Date.now() > end) throw error;
    }
  }
}
