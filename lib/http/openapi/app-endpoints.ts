import { apiSettingsBody } from "../bodies/api-settings.ts";
import { confirmReachBody, tryRulesBody } from "../bodies/rules.ts";
import { type Endpoint, list, ref, row, shape, text, whole } from "./endpoint.ts";

const flag = { type: "boolean" } as const;
const base = "/api/database/{databaseId}";

const apiSettings = shape({
  max_rows: whole,
  aggregates: flag,
  defaults: shape({ max_rows: whole, aggregates: flag }),
});

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
  {
    method: "get",
    path: `${base}/openapi`,
    tag: "Databases",
    summary: "Describe the data API of a database in OpenAPI 3.1",
    answer: row,
    errors: [404],
  },
  {
    method: "get",
    path: `${base}/api-settings`,
    tag: "Databases",
    summary: "How much the data API gives at once",
    answer: apiSettings,
    errors: [404],
  },
  {
    method: "patch",
    path: `${base}/api-settings`,
    tag: "Databases",
    summary: "Change how much the data API gives at once; null: as it is by itself",
    body: apiSettingsBody.schema,
    answer: apiSettings,
    errors: [400, 403, 404],
  },
  {
    method: "post",
    path: `${base}/rules/try`,
    tag: "Databases",
    summary: "Show what somebody would see of a table under its rules",
    body: tryRulesBody.schema,
    answer: shape({
      table: text,
      columns: list(text),
      rows: list(row),
      ...{ visible: whole, total: whole, changeable: whole, deletable: whole },
      may: shape({ select: flag, insert: flag, update: flag, delete: flag }),
    }),
    errors: [403, 404],
  },
  {
    method: "post",
    path: `${base}/rules/check`,
    tag: "Databases",
    summary: "Try out every table, verb, identity and way in against the rules; nothing is stored",
    answer: shape({
      identities: list(shape({ name: text, title: text })),
      cells: list(ref("MatrixCell")),
      untested: list(shape({ table: text, reason: text })),
      ...{ leaks: whole, lost: whole, statements: whole, ms: whole },
    }),
    errors: [403, 404],
  },
  {
    method: "post",
    path: `${base}/rules/confirm`,
    tag: "Databases",
    summary: "Say that what the leak matrix found is meant so, until the table's rules change",
    body: confirmReachBody.schema,
    answer: shape({ is_confirmed: flag }),
    errors: [403, 404],
  },
  {
    method: "get",
    path: `${base}/rules/advice`,
    tag: "Databases",
    summary: "What is dangerous, slow or probably not meant about the rules, with changes that mend it",
    answer: shape({ items: list(ref("Advice")), version: whole }),
    errors: [404],
  },
];
