import { connect } from "node:net";

const cancelCode = 80_877_102;

/**
 * Asks the server to cancel what a connection is running, by the protocol's own message: it needs no privilege, only
 * the connection's secret, and no TLS, since the secret is worth nothing once the connection is closed. Resolves when
 * the server has taken it; a server that cannot be asked leaves the statement to its timeout.
 *
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
export function requestCancel(
  { host, port }: { readonly host: string; readonly port: number },
  backend: { readonly processID: number; readonly secretKey: number },
): Promise<void> {
  const message = Buffer.alloc(16);
  message.writeInt32BE(16, 0);
  message.writeInt32BE(cancelCode, 4);
  message.writeInt32BE(backend.processID, 8);
  message.writeInt32BE(backend.secretKey, 12);
  return new Promise((resolve) => {
    const socket = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    socket.setTimeout(5_000, () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve());
    // The server answers nothing and closes.
    socket.on("data", () => undefined);
    socket.end(message);
  });
}
