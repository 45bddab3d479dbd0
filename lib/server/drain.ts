import type { Server } from "node:http";
import type { Duplex } from "node:stream";

/** Requests in flight get this long to end before their connections are cut. */
const graceMs = 10_000;

/**
 * Watches a server's connections from its start on.
 *
 * @returns a function that stops accepting connections, lets running requests end, and closes idle ones at once: a
 *   keep-alive connection that nobody uses would hold the process for as long as it likes.
 */
export function drainable(server: Server): () => Promise<void> {
  // Once upgraded (hot reloading in development), a connection is no longer among those that the server closes.
  const upgraded = new Set<Duplex>();
  server.on("upgrade", (_req, socket) => {
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
  });
  return async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of upgraded) socket.destroy();
    server.closeIdleConnections();
    // A connection becomes idle when its last request ends; Node closes those only on its own schedule.
    const sweep = setInterval(() => server.closeIdleConnections(), 100);
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearInterval(sweep);
    clearTimeout(cut);
  };
}
