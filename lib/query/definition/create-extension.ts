import { Refused } from "../write/refused.ts";
import type { DefinitionInput, DefinitionStep } from "./step.ts";

/** What people add extensions for that is there without them. */
const known: Readonly<Record<string, string>> = {
  "uuid-ossp": "uuid_generate_v4() in a default is gen_random_uuid()",
  pgcrypto:
    "gen_random_uuid() is there, and gen_random_bytes() in defaults; passwords belong to the app's accounts, which hash them",
  pg_trgm: "USING gin (a gin_trgm_ops) makes the table's search index",
  moddatetime: "a trigger with moddatetime(updated_at) is kept",
  plpgsql: "functions may be in plpgsql",
};

const others: Readonly<Record<string, string>> = {
  citext: "Leave the line out: use text, and a unique index on lower(…) where the case must not count.",
  btree_gist: "Leave the line out: there are no exclusion constraints.",
  btree_gin: "Leave the line out.",
  unaccent: "Leave the line out: there is no unaccent().",
  vector: "Leave the line out: there are no vectors; keep them where they are searched.",
  postgis: "Leave the line out: keep latitude and longitude in two columns of type double precision.",
  hstore: "Leave the line out: use jsonb.",
  ltree: "Leave the line out: use text, or a reference to the row above.",
  pg_cron:
    "Leave the line out: what runs at a time belongs into your app, which calls a function through rpc().",
  pg_net: "Leave the line out: requests to other servers are your app's.",
  http: "Leave the line out: requests to other servers are your app's.",
  pgjwt: "Leave the line out: tokens are made by the app's sign-in.",
  pgmq: "Leave the line out: a table is a queue, whose rows a function takes with DELETE … RETURNING.",
  supabase_vault: "Leave the line out: secrets belong into your app's own settings.",
};

/** What to do about an extension that is not here. */
export function extensionHint(name: string): string {
  return others[name] ?? "Leave the line out: gen_random_uuid(), full-text search and JSON are there.";
}

/** `CREATE EXTENSION IF NOT EXISTS pgcrypto`: of some what people want of them is there. */
export function createExtension({ fields }: DefinitionInput): DefinitionStep {
  const name = String(fields.extname);
  const notice = known[name];
  if (notice !== undefined) return { command: "CREATE EXTENSION", changes: [], notice };
  throw new Refused("featureNotSupported", "Extensions are not supported.", { hint: extensionHint(name) });
}
