import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { startDataApiServer } from "#tests/harness/data-api-server.ts";
import { sqlServer } from "#tests/harness/sql-project.ts";
import { accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { alice, nobody, type ProtectedApp, protectedApp } from "./protected-app.ts";

/** An app with hidden rows behind real HTTP, and typed SQL beside it. */
export interface AttackedServer {
  readonly url: string;
  readonly app: ProtectedApp;
  close(): Promise<void>;
}

export async function attackedServer(): Promise<AttackedServer> {
  const harness = await accountsRuntime();
  const typed = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
  const server = await startDataApiServer();
  return {
    url: server.url,
    app: await protectedApp(),
    close: async () => {
      await server.close();
      await typed.close();
      await harness.close();
    },
  };
}

export type Headers = Readonly<Record<string, string>>;

export type Identity = readonly [name: string, credentials: () => Promise<Headers>];

/** Who may ask, and may rightly see none of the words that nobody may be told. @param app as soon as it is there. */
export function identitiesOf(app: () => ProtectedApp): readonly Identity[] {
  const user = async (id: string) => ({
    apikey: app().keys.anon,
    Authorization: `Bearer ${await app().token(id)}`,
  });
  return [
    ["a visitor", async () => ({ apikey: app().keys.anon })],
    ["another user", () => user(alice)],
    ["a user without rows", () => user(nobody)],
    ["a key of one table", async () => ({ apikey: app().narrow })],
  ];
}
