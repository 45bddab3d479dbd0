import { endUserLogInBody, endUserSignUpBody } from "../bodies/auth.ts";
import { generateSqlBody } from "../bodies/generate-sql.ts";
import { createDatabaseBody } from "../bodies/project.ts";
import { createRecordsBody, queryRecordsBody, updateRecordBody } from "../bodies/record.ts";
import { runSqlBody } from "../bodies/sql.ts";
import { object } from "../body-schema.ts";
import {
  type Endpoint,
  list,
  page,
  pageQuery,
  ref,
  row,
  shape,
  text,
  textOrNull,
  whole,
} from "./endpoint.ts";
import { gridEndpoints } from "./grid-endpoints.ts";
import { jobEndpoints } from "./job-endpoints.ts";

const changes = list(ref("Change"));
const message = object({ role: { enum: ["user", "assistant"] }, content: text }, ["role", "content"]);
const base = "/api/database/{databaseId}";

const sqlResult = {
  command: text,
  columns: list(shape({ name: text, type: text })),
  rows: list({ type: "array" }),
  row_count: whole,
  truncated: { type: "boolean" },
  ms: { type: "number" },
};

const effects = {
  ...object({ added: whole, changed: whole, deleted: whole }, []),
  description: "Of an upsert or a MERGE: how many of its rows it added, changed and deleted",
};

/** Databases, their tables, rows, SQL and end users. */
export const databaseEndpoints: readonly Endpoint[] = [
  {
    method: "post",
    path: "/api/database/create",
    tag: "Databases",
    summary: "Make the database of a project, with its users table and keys",
    body: createDatabaseBody.schema,
    status: 201,
    answer: ref("CreatedDatabase"),
    errors: [403, 404, 409],
  },
  {
    method: "get",
    path: base,
    tag: "Databases",
    summary: "What is in a database",
    answer: shape({
      database: ref("Database"),
      tables: list(shape({ id: text, table_name: text, schema: ref("Table"), records: whole })),
      counts: shape({ tables: whole, records: whole, users: whole, bytes: whole }),
      url: text,
    }),
    errors: [404],
  },
  {
    method: "post",
    path: `${base}/schema/generate`,
    tag: "Databases",
    summary:
      "Turn plain words into a proposed schema; nothing is stored. With Accept: text/event-stream, as events",
    body: object({ description: text, messages: list(message), base: ref("Schema") }, ["description"]),
    answer: shape({
      schema: ref("Schema"),
      changes,
      explanation: text,
      assumptions: list(text),
      questions: list(text),
      generator: ref("Generator"),
    }),
    errors: [403, 404, 422],
  },
  {
    method: "post",
    path: `${base}/schema/apply`,
    tag: "Databases",
    summary:
      "Apply changes to the tables, all or nothing. Tables with many rows are changed in batches: with `job` in the answer, that is still going on",
    body: object({ changes, base_version: whole, dry_run: { type: "boolean" } }, ["changes"]),
    answer: {
      type: "object",
      properties: {
        tables: list(ref("TableView")),
        impact: list(ref("Impact")),
        version: whole,
        job: ref("Job"),
      },
      required: ["tables", "impact", "version"],
    },
    errors: [403, 404, 409, 422],
  },
  ...jobEndpoints,
  ...gridEndpoints,
  {
    method: "get",
    path: `${base}/tables`,
    tag: "Tables",
    summary: "List tables",
    query: pageQuery,
    answer: { allOf: [page(ref("TableView")), shape({ version: whole })] },
    errors: [404],
  },
  {
    method: "post",
    path: `${base}/tables/create`,
    tag: "Tables",
    summary: "Create a table from its definition, or from words",
    body: {
      oneOf: [
        object({ schemaJson: ref("Table") }, ["schemaJson"]),
        object({ description: text }, ["description"]),
      ],
    },
    status: 201,
    answer: shape({ table: ref("TableView") }),
    errors: [403, 404, 409, 422],
  },
  {
    method: "get",
    path: `${base}/tables/{tableId}`,
    tag: "Tables",
    summary: "Show a table",
    answer: shape({ table: ref("TableView"), version: whole }),
    errors: [404],
  },
  {
    method: "patch",
    path: `${base}/tables/{tableId}`,
    tag: "Tables",
    summary: "Apply changes of this table",
    body: object({ changes }, ["changes"]),
    answer: shape({ table: ref("TableView"), impact: list(ref("Impact")), version: whole }),
    errors: [403, 404, 409, 422],
  },
  {
    method: "delete",
    path: `${base}/tables/{tableId}`,
    tag: "Tables",
    summary: "Drop a table with its rows",
    query: { cascade: { type: "boolean", default: false } },
    answer: shape({ table: ref("TableView"), version: whole }),
    errors: [403, 404, 409],
  },
  {
    method: "post",
    path: `${base}/records/create`,
    tag: "Rows",
    summary: "Insert one record (data) or many (records), all or nothing",
    body: createRecordsBody.schema,
    status: 201,
    answer: { oneOf: [shape({ record: row }), shape({ records: list(row) })] },
    errors: [403, 404, 409, 422],
  },
  {
    method: "post",
    path: `${base}/records/import`,
    tag: "Rows",
    summary:
      "Insert a stream of records (application/x-ndjson, one object a line), all or nothing, or skipping bad rows with a report",
    query: {
      tableName: text,
      on_error: { enum: ["stop", "skip"], default: "stop" },
    },
    answer: shape({
      inserted: whole,
      skipped: whole,
      problems: list(shape({ line: whole, column: textOrNull, message: text })),
    }),
    errors: [403, 404, 409, 413, 415, 422],
  },
  {
    method: "post",
    path: `${base}/records/query`,
    tag: "Rows",
    summary: "Read a page of records",
    body: queryRecordsBody.schema,
    answer: {
      type: "object",
      properties: {
        records: list(row),
        count: whole,
        next_cursor: text,
        cut: {
          type: "object",
          description: "With `cut`: the columns of which only the beginning is there, by the record's place",
          additionalProperties: list(text),
        },
      },
      required: ["records"],
    },
    errors: [404],
  },
  {
    method: "put",
    path: `${base}/records/{recordId}`,
    tag: "Rows",
    summary: "Merge the given columns into a record",
    headers: {
      "If-Match": {
        type: "string",
        description: "The updated_at last seen, in quotes; 412 if the row moved on",
      },
    },
    body: updateRecordBody.schema,
    answer: shape({ record: row }),
    errors: [403, 404, 409, 412, 422],
  },
  {
    method: "delete",
    path: `${base}/records/{recordId}`,
    tag: "Rows",
    summary: "Delete a record",
    query: { tableName: text },
    answer: shape({ record: row }),
    errors: [403, 404, 409],
  },
  {
    method: "post",
    path: `${base}/sql`,
    tag: "SQL",
    summary:
      "Run SQL over the project's tables: queries, writes and definitions, in one transaction. A single definition that is about many rows is carried out in batches: with `job` in its result, that is still going on. With Accept: application/x-ndjson the results come in parts",
    body: runSqlBody.schema,
    answer: shape({
      results: list(object({ ...sqlResult, effects, notice: text, job: ref("Job") }, Object.keys(sqlResult))),
    }),
    errors: [404, 408],
  },
  {
    method: "post",
    path: `${base}/sql/generate`,
    tag: "SQL",
    summary: "Turn a question into SQL; it is only proposed",
    body: generateSqlBody.schema,
    answer: shape({ sql: text, explanation: text, generator: ref("Generator") }),
    errors: [404, 422],
  },
  {
    method: "post",
    path: `${base}/auth/signup`,
    tag: "End users",
    summary: "Sign an end user of the app up",
    isOpen: true,
    body: endUserSignUpBody.schema,
    status: 201,
    answer: ref("EndUserSignedIn"),
    errors: [404, 409],
  },
  {
    method: "post",
    path: `${base}/auth/login`,
    tag: "End users",
    summary: "Sign an end user of the app in",
    isOpen: true,
    body: endUserLogInBody.schema,
    answer: ref("EndUserSignedIn"),
    errors: [401, 404],
  },
];
