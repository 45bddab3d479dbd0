import type { Server } from "node:http";

/** Requests in flight get this long to end before their connections are cut. */
const graceMs = 10_000;

/**
 * Stops accepting connections, lets running requests end, and closes idle ones at once: a keep-alive connection that
 * nobody uses would hold the process for as long as it likes.
 */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // A connection becomes idle when its last request ends; Node closes those only on its own schedule.
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
