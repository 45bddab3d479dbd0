import { changeSchema, schemaSchema, tableSchema } from "#lib/catalog/table-schema.ts";
import { type JsonSchema, list, ref, row, shape, text, textOrNull, time, uuid, whole } from "./endpoint.ts";

/** What several answers share. */
export const componentSchemas: Readonly<Record<string, JsonSchema>> = {
  Error: shape({
    error: shape({
      code: { type: "string", description: "RH… of ours, or a SQLSTATE" },
      message: text,
      details: { description: "For invalid input a list of {path, message}; paths are JSON pointers" },
      hint: textOrNull,
      id: { type: "string", description: "The request's id, also in X-Request-Id" },
    }),
  }),
  Schema: schemaSchema,
  Table: tableSchema,
  Change: changeSchema,
  User: shape({ id: uuid, email: text, name: textOrNull }),
  SignedIn: shape({ user: ref("User"), access_token: text, expires_in: whole }),
  EndUserSignedIn: shape({ user: row, access_token: text, refresh_token: text, expires_in: whole }),
  Organization: shape({ id: uuid, name: text, is_personal: { type: "boolean" }, role: ref("Role") }),
  Role: { type: "string", enum: ["viewer", "editor", "admin", "owner"] },
  PersonalAccessToken: shape({
    id: uuid,
    name: text,
    created_at: time,
    expires_at: { type: ["string", "null"], format: "date-time" },
    last_used_at: { type: ["string", "null"], format: "date-time" },
  }),
  Project: shape({
    id: uuid,
    ref: { type: "string", description: "Its address: a DNS label" },
    name: text,
    description: textOrNull,
    created_at: time,
    organization_id: uuid,
    database_id: { type: ["string", "null"], format: "uuid" },
    role: ref("Role"),
  }),
  ProjectKey: shape({
    id: uuid,
    kind: { type: "string", enum: ["publishable", "secret", "anon", "service_role"] },
    name: textOrNull,
    token_start: { type: ["string", "null"], description: "The first characters of an opaque key" },
    scopes: {
      type: ["object", "null"],
      description: "Tables and verbs that it may touch: {tables: {posts: [select]}}; null: all of its kind's",
    },
    created_at: time,
    expires_at: { type: ["string", "null"], format: "date-time" },
    last_used_at: { type: ["string", "null"], format: "date-time" },
    use_count: whole,
    replaces: { type: ["string", "null"], format: "uuid" },
    token: { type: ["string", "null"], description: "Null once an opaque key has been shown" },
  }),
  SigningKey: shape({
    id: uuid,
    created_at: time,
    verifies_until: {
      type: ["string", "null"],
      format: "date-time",
      description: "Null: it signs. Else its tokens are good until then",
    },
    public_jwk: row,
  }),
  Database: shape({ id: uuid, project_id: uuid, name: text }),
  CreatedDatabase: shape({
    database: ref("Database"),
    tables: list(shape({ id: uuid, table_name: text, schema: ref("Table") })),
    keys: shape({ anon: text, service_role: text }),
    url: text,
  }),
  TableView: shape({
    id: uuid,
    table_name: text,
    schema: ref("Table"),
    position: { type: ["object", "null"], properties: { x: { type: "number" }, y: { type: "number" } } },
    is_auth: { type: "boolean" },
  }),
  Impact: {
    type: "object",
    properties: { change: ref("Change"), rows: whole, warning: text },
    required: ["change", "rows"],
  },
  Generator: { type: "object", properties: { name: text, model: text }, required: ["name", "model"] },
};
