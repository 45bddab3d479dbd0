import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { serveDataApi } from "#lib/data-api/node.ts";
import { readsLongAddresses } from "#lib/server/unread-requests.ts";

export interface DataApiServer {
  readonly url: string;
  close(): Promise<void>;
}

/** The data API as the product's own server mounts it, without the rest of the product. */
export async function startDataApiServer(): Promise<DataApiServer> {
  const server = createServer(readsLongAddresses, (req, res) => {
    if (serveDataApi(req, res, []) === null) res.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
