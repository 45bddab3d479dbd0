import { exportQueryBody } from "../bodies/export.ts";
import { createImportBody, previewImportBody, startImportBody } from "../bodies/import.ts";
import {
  type Endpoint,
  type JsonSchema,
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

const base = "/api/database/{databaseId}";
const timeOrNull: JsonSchema = { type: ["string", "null"], format: "date-time" };

const importShape = shape({
  id: uuid,
  file_name: text,
  bytes: whole,
  received_bytes: whole,
  status: {
    enum: ["uploading", "waiting", "running", "cancelling", "done", "failed", "cancelled"],
  },
  settings: { type: ["object", "null"], description: "How the file is read and where its columns go" },
  table: textOrNull,
  rows: shape({ read: whole, inserted: whole, updated: whole, skipped: whole }),
  progress: shape({
    bytes_read: whole,
    rows_per_second: { type: ["integer", "null"] },
    seconds_left: { type: ["integer", "null"] },
  }),
  report: { description: "Of a script: what was done and left out" },
  error: { type: ["object", "null"], description: "As in an answer: code, message, details, hint" },
  created_at: time,
  started_at: timeOrNull,
  finished_at: timeOrNull,
});

const sourceColumn = shape({
  source: text,
  name: text,
  isRenamed: { type: "boolean" },
  type: text,
  isEmpty: { type: "boolean" },
  isDistinct: { type: "boolean" },
  column: { ...textOrNull, description: "The table's column of the same name; of a new table its name" },
});

const exported: JsonSchema = { type: "string", description: "The file, made while it is sent" };
const flag: JsonSchema = { type: "boolean", default: false };

/** Files that become rows, and rows that become files. */
export const transferEndpoints: readonly Endpoint[] = [
  {
    method: "get",
    path: `${base}/imports`,
    tag: "Rows",
    summary: "List imports, newest first",
    query: pageQuery,
    answer: page(importShape),
    errors: [404],
  },
  {
    method: "post",
    path: `${base}/imports`,
    tag: "Rows",
    summary: "Announce a file to import (CSV, TSV, JSON, NDJSON, XLSX, SQL); its bytes follow in parts",
    body: createImportBody.schema,
    status: 201,
    answer: shape({ import: importShape }),
    errors: [403, 404],
  },
  {
    method: "get",
    path: `${base}/imports/{importId}`,
    tag: "Rows",
    summary: "Show an import, how far it has come and what became of its rows",
    answer: shape({ import: importShape }),
    errors: [404],
  },
  {
    method: "delete",
    path: `${base}/imports/{importId}`,
    tag: "Rows",
    summary: "Cancel an import, or throw an upload away",
    answer: shape({ import: importShape }),
    errors: [403, 404, 409],
  },
  {
    method: "put",
    path: `${base}/imports/{importId}/content`,
    tag: "Rows",
    summary:
      "Send a part of the file (application/octet-stream, at most 8 MiB); the next one begins at received_bytes",
    query: { offset: { type: "integer", minimum: 0, default: 0, description: "Place of its first byte" } },
    answer: shape({ received_bytes: whole }),
    errors: [400, 403, 404, 409, 413, 415],
  },
  {
    method: "post",
    path: `${base}/imports/{importId}/preview`,
    tag: "Rows",
    summary: "What the file holds by its beginning, and where its columns would go; nothing is stored",
    body: previewImportBody.schema,
    answer: shape({
      read: row,
      is_date_order_ambiguous: { type: "boolean" },
      sheets: list(text),
      columns: list(sourceColumn),
      rows: list(list(textOrNull)),
      problem: textOrNull,
      script: { type: ["object", "null"] },
    }),
    errors: [404, 409, 422],
  },
  {
    method: "post",
    path: `${base}/imports/{importId}/start`,
    tag: "Rows",
    summary: "Start an import, making its table or the columns that it lacks",
    body: startImportBody.schema,
    answer: shape({ import: importShape }),
    errors: [403, 404, 409, 422],
  },
  {
    method: "get",
    path: `${base}/imports/{importId}/problems`,
    tag: "Rows",
    summary: "The rows that were not stored: number, column, reason and the original values",
    answer: text,
    media: "text/csv",
    errors: [404],
  },
  {
    method: "get",
    path: `${base}/export`,
    tag: "Rows",
    summary:
      "Export a table, or the rows of it that a filter finds, or the whole database: SQL for a plain Postgres, or a ZIP with a file for each table",
    query: {
      table: { ...text, description: "Absent: the whole database" },
      format: { enum: ["csv", "tsv", "json", "ndjson", "sql"] },
      select: { ...text, description: "As in a query of records, its text in JSON" },
      filters: { ...text, description: "As in a query of records, its text in JSON" },
      sort: { ...text, description: "As in a query of records, its text in JSON" },
      search: text,
      safe: {
        ...flag,
        description: "Texts that a spreadsheet takes for formulas get an apostrophe in front",
      },
      rows: { enum: ["insert", "copy"], default: "insert", description: "Of SQL; COPY is for psql" },
      policies: { ...flag, description: "Of SQL: row-level security and its policies" },
    },
    answer: exported,
    media: "application/octet-stream",
    errors: [400, 404],
  },
  {
    method: "post",
    path: `${base}/export`,
    tag: "SQL",
    summary: "Export all rows that a query finds",
    body: exportQueryBody.schema,
    answer: exported,
    media: "application/octet-stream",
    errors: [404],
  },
];
