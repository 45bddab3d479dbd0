import { accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Call, newUser } from "./api-client.ts";
import { startApiServer } from "./api-server.ts";

/** The management API on a server of its own, and somebody who has signed up there. */
export interface OwnedApi {
  readonly url: string;
  readonly owner: Call & { readonly token: string };
  close(): Promise<void>;
}

export async function ownedApi(email: string): Promise<OwnedApi> {
  const harness = await accountsRuntime();
  const server = await startApiServer();
  return {
    url: server.url,
    owner: await newUser(server.url, email),
    async close() {
      await server.close();
      await harness.close();
    },
  };
}
