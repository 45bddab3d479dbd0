import { type Endpoint, text } from "./endpoint.ts";

const base = "/api/database/{databaseId}";

/** What those need who write an app on a database: its types, its rules, and what is wrong with them. */
export const appEndpoints: readonly Endpoint[] = [
  {
    method: "get",
    path: `${base}/types`,
    tag: "Databases",
    summary: "Generate TypeScript types, for supabase-js or Kysely",
    query: { for: { type: "string", enum: ["supabase", "kysely"], default: "supabase" } },
    media: "text/plain",
    answer: text,
    errors: [400, 404],
  },
];
