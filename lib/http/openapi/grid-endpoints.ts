import {
  deleteRecordsBody,
  groupRecordsBody,
  restoreRecordsBody,
  updateRecordsBody,
} from "../bodies/record.ts";
import { createTableViewBody, updateTableViewBody } from "../bodies/table-view.ts";
import { type Endpoint, list, page, pageQuery, ref, row, shape, text, uuid, whole } from "./endpoint.ts";

const base = "/api/database/{databaseId}";
const countedRows = list(shape({ table: text, rows: whole }));
const undo = { ...uuid, type: ["string", "null"] };

/** What the grid does with many rows at once, and the views that are saved of it. */
export const gridEndpoints: readonly Endpoint[] = [
  {
    method: "post",
    path: `${base}/records/update`,
    tag: "Rows",
    summary:
      "Merge columns into many records, each into its own, all or nothing; with if_match, 412 if one of them moved on",
    body: updateRecordsBody.schema,
    answer: shape({ records: list(row) }),
    errors: [403, 404, 409, 412, 422],
  },
  {
    method: "post",
    path: `${base}/records/delete`,
    tag: "Rows",
    summary:
      "Delete records by their keys with what refers to them by cascade, all or nothing, and say what went; `undo` brings it back within a day",
    body: deleteRecordsBody.schema,
    answer: shape({ deleted: countedRows, released: countedRows, undo }),
    errors: [403, 404, 409],
  },
  {
    method: "post",
    path: `${base}/records/restore`,
    tag: "Rows",
    summary: "Bring deleted records back as they were, with their keys and what pointed at them",
    body: restoreRecordsBody.schema,
    answer: shape({ restored: whole }),
    errors: [403, 404, 409],
  },
  {
    method: "post",
    path: `${base}/records/groups`,
    tag: "Rows",
    summary: "Count the records with each value of a column",
    body: groupRecordsBody.schema,
    answer: shape({ groups: list(shape({ value: {}, count: whole })) }),
    errors: [404],
  },
  {
    method: "get",
    path: `${base}/tables/{tableId}/views`,
    tag: "Tables",
    summary: "List the saved views of a table: shared ones and one's own, oldest first",
    query: pageQuery,
    answer: page(ref("SavedView")),
    errors: [404],
  },
  {
    method: "post",
    path: `${base}/tables/{tableId}/views`,
    tag: "Tables",
    summary: "Save a view of a table, for oneself or shared",
    body: createTableViewBody.schema,
    status: 201,
    answer: shape({ view: ref("SavedView") }),
    errors: [403, 404, 422],
  },
  {
    method: "patch",
    path: `${base}/views/{viewId}`,
    tag: "Tables",
    summary: "Change what a view shows, its name, or who sees it",
    body: updateTableViewBody.schema,
    answer: shape({ view: ref("SavedView") }),
    errors: [403, 404],
  },
  {
    method: "delete",
    path: `${base}/views/{viewId}`,
    tag: "Tables",
    summary: "Delete a view; the table and its rows stay",
    answer: shape({ id: uuid }),
    errors: [403, 404],
  },
];
