import { parameterTypes } from "#lib/catalog/query-parameters.ts";
import { checkSqlBody, publishQueryBody, saveQueryBody, updateQueryBody } from "../bodies/sql-panel.ts";
import {
  type Endpoint,
  list,
  page,
  pageQuery,
  row,
  shape,
  text,
  textOrNull,
  time,
  uuid,
  whole,
} from "./endpoint.ts";

const base = "/api/database/{databaseId}/sql";
const flag = { type: "boolean" };
const search = { ...text, description: "Only those whose text holds this" };
const columns = list(shape({ name: text, type: text }));

const run = shape({
  id: uuid,
  query: text,
  is_cut: flag,
  params: { type: "array" },
  status: { type: "string", enum: ["done", "failed", "cancelled"] },
  is_trial: flag,
  commands: list(text),
  row_count: whole,
  ms: { type: "number" },
  error: { type: ["object", "null"] },
  undo_refusal: textOrNull,
  undo_rows: whole,
  undone_at: { type: ["string", "null"], format: "date-time" },
  created_at: time,
});

const parameter = shape({
  name: text,
  type: { type: "string", enum: parameterTypes },
  default: textOrNull,
});

const savedQuery = shape({
  id: uuid,
  name: text,
  folder: text,
  query: text,
  parameters: list(parameter),
  is_shared: flag,
  is_own: flag,
  owner: textOrNull,
  created_at: time,
  updated_at: time,
});

/** The SQL panel's memory, and its look at a text while it is typed. */
export const sqlPanelEndpoints: readonly Endpoint[] = [
  {
    method: "post",
    path: `${base}/check`,
    tag: "SQL",
    summary: "Tell what is wrong with a text and what it would do; nothing runs",
    body: checkSqlBody.schema,
    answer: shape({
      statements: list(
        shape({
          command: text,
          kind: text,
          tables: list(text),
          is_unbounded: flag,
          columns,
          start: whole,
          end: whole,
        }),
      ),
      problems: list(
        shape({
          code: text,
          message: text,
          hint: textOrNull,
          statement: whole,
          position: { type: ["integer", "null"] },
        }),
      ),
    }),
    errors: [404],
  },
  {
    method: "get",
    path: `${base}/objects`,
    tag: "SQL",
    summary: "List the views, functions and types that SQL can name beside tables",
    answer: shape({
      views: list(row),
      functions: list(row),
      enums: list(shape({ name: text, values: list(text) })),
    }),
    errors: [404],
  },
  {
    method: "get",
    path: `${base}/history`,
    tag: "SQL",
    summary: "List your own last 500 runs, newest first",
    query: { ...pageQuery, search },
    answer: page(run),
    errors: [404],
  },
  {
    method: "post",
    path: `${base}/history/{runId}/undo`,
    tag: "SQL",
    summary: "Put the rows that a run of yours has written back, unless they were changed since",
    answer: shape({ undone: list(shape({ table: text, rows: whole })) }),
    errors: [403, 404, 409],
  },
  {
    method: "get",
    path: `${base}/queries`,
    tag: "SQL",
    summary: "List your saved queries and those that others share, by folder and name",
    query: { ...pageQuery, search },
    answer: page(savedQuery),
    errors: [404],
  },
  {
    method: "post",
    path: `${base}/queries`,
    tag: "SQL",
    summary: "Save a query under a name; each {{name}} in it is a parameter",
    body: saveQueryBody.schema,
    status: 201,
    answer: shape({ query: savedQuery }),
    errors: [403, 404, 422],
  },
  {
    method: "patch",
    path: `${base}/queries/{queryId}`,
    tag: "SQL",
    summary: "Rename, move, share or rewrite a saved query",
    body: updateQueryBody.schema,
    answer: shape({ query: savedQuery }),
    errors: [403, 404],
  },
  {
    method: "delete",
    path: `${base}/queries/{queryId}`,
    tag: "SQL",
    summary: "Delete a saved query",
    answer: shape({}),
    errors: [403, 404],
  },
  {
    method: "post",
    path: `${base}/queries/{queryId}/publish`,
    tag: "SQL",
    summary: "Make a saved query a stored function that rpc() of the data API calls",
    body: publishQueryBody.schema,
    status: 201,
    answer: shape({ function: shape({ name: text, arguments: list(parameter), sql: text }) }),
    errors: [403, 404],
  },
];
