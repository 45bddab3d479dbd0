import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient, type SupabaseClient, type SupabaseClientOptions } from "@supabase/supabase-js";
import { serveDataApi } from "#lib/data-api/node.ts";
import { clientAddressHeader } from "#lib/http/client-address.ts";
import type { Actor } from "#lib/operations/actor.ts";
import { listMailbox } from "#lib/operations/end-users/console/mailbox.ts";
import { type AuthSettingsChange, updateAuthSettings } from "#lib/operations/end-users/console/settings.ts";
import { createProjectWithDatabase } from "#lib/operations/projects/create-project-with-database.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import {
  type AccountsHarness,
  accountsRuntime,
  client,
  newActor,
} from "#tests/integration/accounts-harness.ts";

/** A product with one app, whose people sign up and in through the stock client. */
export interface AuthApp extends Omit<AccountsHarness, "owner"> {
  /** For arranging, and for looking behind the policies. */
  readonly superuser: AccountsHarness["owner"];
  readonly owner: Actor;
  readonly projectId: string;
  readonly databaseId: string;
  readonly ref: string;
  /** What a client of the app is created with. */
  readonly url: string;
  readonly keys: { readonly anon: string; readonly service_role: string };
  /** A browser of its own: nothing is shared with other clients. */
  client(options?: SupabaseClientOptions<"public">["auth"]): SupabaseClient;
  /** The app's own server. */
  admin(): SupabaseClient;
  /** Changes how the app's accounts work. */
  set(change: AuthSettingsChange): Promise<void>;
  /** The newest message to an address, with the link and the code that are in it. */
  message(to: string): Promise<{ readonly subject: string; readonly link: string; readonly code: string }>;
  /** A plain request below `/auth/v1`. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

export async function authApp(): Promise<AuthApp> {
  const harness = await accountsRuntime();
  const server = createServer((req, res) => {
    req.headers[clientAddressHeader] = "203.0.113.9";
    if (serveDataApi(req, res, []) === null) res.writeHead(404).end("not the data API");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(runtime().config, { appUrl: origin });
  const owner = await newActor("owner@example.org");
  const made = await createProjectWithDatabase(owner, { name: "App" });
  const { ref } = made.project;
  const url = `${origin}/p/${ref}`;
  const member = { actor: owner, databaseId: made.database.id, client };
  const open = (key: string, auth: SupabaseClientOptions<"public">["auth"] = {}) =>
    createClient(url, key, {
      auth: {
        autoRefreshToken: false,
        persistSession: true,
        storage: memoryStorage(),
        storageKey: "s",
        ...auth,
      },
    });
  return {
    ...harness,
    superuser: harness.owner,
    owner,
    projectId: made.database.project_id,
    databaseId: made.database.id,
    ref,
    url,
    keys: made.keys,
    client: (options) => open(made.keys.anon, options),
    admin: () => open(made.keys.service_role, { persistSession: false }),
    set: async (change) => {
      await updateAuthSettings(member, change);
    },
    message: async (to) => {
      const { items } = await listMailbox(member, { limit: 50, offset: 0 });
      const found = items.find(({ recipient }) => recipient === to);
      if (found === undefined) throw new Error(`no message to ${to}`);
      const body = found.body ?? "";
      const link = (/href="([^"]+)"/.exec(body)?.[1] ?? "").replaceAll("&amp;", "&");
      return {
        subject: found.subject ?? "",
        link,
        code: />(\d{6,10})</.exec(body)?.[1] ?? /\d{6}/.exec(body)?.[0] ?? "",
      };
    },
    call: (method, path, body, headers = {}) =>
      fetch(`${url}/auth/v1${path}`, {
        method,
        redirect: "manual",
        headers: { apikey: made.keys.anon, "Content-Type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await harness.close();
    },
  };
}

function memoryStorage() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}
