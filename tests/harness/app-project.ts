import { randomUUID } from "node:crypto";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { Change, Json } from "#lib/catalog/types.ts";
import { dataApi } from "#lib/data-api/web.ts";
import type { Actor } from "#lib/operations/actor.ts";
import { issueUserToken } from "#lib/operations/keys/project-signing.ts";
import { createProjectWithDatabase } from "#lib/operations/projects/create-project-with-database.ts";
import { createRecords } from "#lib/operations/records/create-records.ts";
import { applySchema } from "#lib/operations/schema/apply-schema.ts";
import { newActor } from "#tests/integration/accounts-harness.ts";

/** A project whose data API is called with the stock client, through the handler that both mounts share. */
export interface AppProject {
  readonly actor: Actor;
  readonly projectId: string;
  readonly databaseId: string;
  readonly ref: string;
  readonly keys: { readonly anon: string; readonly service_role: string };
  apply(...changes: readonly Change[]): Promise<void>;
  insert(table: string, records: readonly Record<string, Json>[]): Promise<void>;
  /** A client with a key, and with the token of a user if one is named. */
  client(key: string, user?: string): Promise<SupabaseClient>;
  /** A token as the auth service of the project would give it. */
  token(user: string): Promise<string>;
}

export async function appProject(name: string): Promise<AppProject> {
  const actor = await newActor(`${randomUUID()}@example.com`);
  const { project, database, keys } = await createProjectWithDatabase(actor, { name });
  return {
    actor,
    projectId: project.id,
    databaseId: database.id,
    ref: project.ref,
    keys,
    apply: async (...changes) => {
      await applySchema(actor, database.id, { changes });
    },
    insert: async (tableName, records) => {
      await createRecords(actor, database.id, {
        tableName,
        records: records.map((record) => ({ ...record })),
      });
    },
    token: (user) => userToken(project.ref, user),
    client: async (key, user) => {
      const token = user === undefined ? key : await userToken(project.ref, user);
      return createClient(`http://localhost:3000/p/${project.ref}`, key, {
        auth: { persistSession: false, autoRefreshToken: false },
        accessToken: async () => token,
        global: { fetch: (input, init) => dataApi(new Request(input, init)) },
      });
    },
  };
}

async function userToken(ref: string, sub: string): Promise<string> {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { sub, role: "authenticated", aud: "authenticated", iat, exp: iat + 3600 };
  const token = await issueUserToken(ref, claims);
  if (token === null) throw new Error("no such project");
  return token;
}
