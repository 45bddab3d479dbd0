import { object } from "../body-schema.ts";
import { type Endpoint, list, page, pageQuery, ref, shape, text, time, uuid, whole } from "./endpoint.ts";

const base = "/api/database/{databaseId}/assistant/turns";
const changes = list(ref("Change"));
const message = object({ role: { enum: ["user", "assistant"] }, content: text }, ["role", "content"]);
const answer = {
  changes,
  explanation: text,
  assumptions: list(text),
  questions: list(text),
  generator: ref("Generator"),
};
const timeOrNull = { type: ["string", "null"], format: "date-time" };
const applied = {
  type: "object",
  properties: {
    tables: list(ref("TableView")),
    impact: list(ref("Impact")),
    version: whole,
    job: ref("Job"),
  },
  required: ["tables", "impact", "version"],
};

/** The conversation with the assistant about one database. */
export const assistantEndpoints: readonly Endpoint[] = [
  {
    method: "get",
    path: base,
    tag: "Databases",
    summary: "List what was asked of the assistant and what became of it, newest first",
    query: pageQuery,
    answer: page(
      shape({
        id: uuid,
        user_id: { type: ["string", "null"], format: "uuid" },
        created_at: time,
        description: text,
        answer: shape(answer),
        applied: {
          oneOf: [shape({ changes: whole, version: whole, can_undo: { type: "boolean" } }), { type: "null" }],
        },
        applied_at: timeOrNull,
        undone_at: timeOrNull,
      }),
    ),
    errors: [404],
  },
  {
    method: "post",
    path: base,
    tag: "Databases",
    summary:
      "Ask the assistant: as schema/generate, and the turn is kept. With Accept: text/event-stream, as events",
    body: object({ description: text, messages: list(message), base: ref("Schema") }, ["description"]),
    status: 201,
    answer: shape({ turn_id: uuid, schema: ref("Schema"), ...answer }),
    errors: [403, 404, 422],
  },
  {
    method: "delete",
    path: base,
    tag: "Databases",
    summary: "Forget the conversation; the tables stay as they are",
    answer: shape({ forgotten: whole }),
    errors: [403, 404],
  },
  {
    method: "post",
    path: `${base}/{turnId}/apply`,
    tag: "Databases",
    summary: "Apply what was chosen of a conversation, and keep with its last turn how to take it back",
    body: object({ changes, base_version: whole }, ["changes", "base_version"]),
    answer: applied,
    errors: [403, 404, 409, 422],
  },
  {
    method: "post",
    path: `${base}/{turnId}/undo`,
    tag: "Databases",
    summary:
      "Take back what was applied of a turn: what it made goes to the trash, what it dropped is restored",
    body: object({ dry_run: { type: "boolean" } }, []),
    answer: applied,
    errors: [403, 404, 409, 422],
  },
];
