import {
  type Endpoint,
  list,
  page,
  pageQuery,
  ref,
  row,
  shape,
  text,
  time,
  uuid,
  whole,
} from "./endpoint.ts";

const base = "/api/database/{databaseId}";

/** Changes of tables with many rows, and what was dropped. */
export const jobEndpoints: readonly Endpoint[] = [
  {
    method: "get",
    path: `${base}/jobs`,
    tag: "Databases",
    summary: "List the changes that are made in batches, and what will be purged, newest first",
    query: pageQuery,
    answer: page(ref("Job")),
    errors: [404],
  },
  {
    method: "get",
    path: `${base}/jobs/{jobId}`,
    tag: "Databases",
    summary: "Show a job and how far it has come",
    answer: shape({ job: ref("Job") }),
    errors: [404],
  },
  {
    method: "delete",
    path: `${base}/jobs/{jobId}`,
    tag: "Databases",
    summary: "Cancel a job: a change leaves the tables as they were",
    answer: shape({ job: ref("Job") }),
    errors: [403, 404, 409],
  },
  {
    method: "get",
    path: `${base}/trash`,
    tag: "Databases",
    summary: "List dropped tables and columns that can be restored",
    answer: shape({
      tables: list(shape({ id: uuid, table_name: text, schema: ref("Table"), dropped_at: time })),
      columns: list(shape({ table_id: uuid, table_name: text, column: row, dropped_at: time })),
    }),
    errors: [404],
  },
  {
    method: "delete",
    path: `${base}/trash`,
    tag: "Databases",
    summary: "Delete dropped tables and columns for good, now",
    query: { table: { ...uuid, description: "Only this table, or the columns that it has lost" } },
    answer: shape({ purging: whole }),
    errors: [403, 404],
  },
];
