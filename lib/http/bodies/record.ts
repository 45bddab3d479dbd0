import type { CreateRecordsInput } from "#lib/operations/records/create-records.ts";
import type { DeleteRecordsInput } from "#lib/operations/records/delete-records.ts";
import type { GroupRecordsInput } from "#lib/operations/records/group-records.ts";
import type { QueryRecordsInput } from "#lib/operations/records/query-records.ts";
import type { UpdateRecordsInput } from "#lib/operations/records/update-records.ts";
import { bodySchema, exactlyOneOf, object } from "../body-schema.ts";

const tableName = { type: "string", minLength: 1 };

/** Looked at closely by the catalog, which knows the table's columns. */
const data = { type: "object" };

export const createRecordsBody = bodySchema<CreateRecordsInput>({
  ...object({ tableName, data, records: { type: "array", maxItems: 10_000, items: data } }, ["tableName"]),
  ...exactlyOneOf("data", "records"),
});

export const updateRecordBody = bodySchema<{ tableName: string; data: Record<string, unknown> }>(
  object({ tableName, data }, ["tableName", "data"]),
);

const recordKey = { type: "string", minLength: 1, maxLength: 4000 };

export const updateRecordsBody = bodySchema<UpdateRecordsInput>(
  object(
    {
      tableName,
      records: {
        type: "array",
        minItems: 1,
        maxItems: 1000,
        items: object({ id: recordKey, data, if_match: { type: "string", maxLength: 64 } }, ["id", "data"]),
      },
    },
    ["tableName", "records"],
  ),
);

export const deleteRecordsBody = bodySchema<DeleteRecordsInput>(
  object({ tableName, ids: { type: "array", minItems: 1, maxItems: 1000, items: recordKey } }, [
    "tableName",
    "ids",
  ]),
);

export const restoreRecordsBody = bodySchema<{ readonly undo: string }>(
  object({ undo: { type: "string", pattern: "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$" } }, [
    "undo",
  ]),
);

export const groupRecordsBody = bodySchema<GroupRecordsInput>(
  object(
    {
      tableName,
      column: { type: "string" },
      filters: { type: ["object", "array"] },
      search: { type: "string", maxLength: 1000 },
      limit: { type: "integer", minimum: 1, maximum: 10_000 },
    },
    ["tableName", "column"],
  ),
);

const sortKey = object(
  { column: { type: "string" }, dir: { enum: ["asc", "desc"] }, nulls: { enum: ["first", "last"] } },
  ["column"],
);

export const queryRecordsBody = bodySchema<QueryRecordsInput>(
  object(
    {
      tableName,
      select: { type: "array", items: { type: "string" }, maxItems: 1000 },
      filters: { type: ["object", "array"] },
      sort: { type: "array", items: sortKey, maxItems: 20 },
      limit: { type: "integer", minimum: 1, maximum: 10_000 },
      offset: { type: "integer", minimum: 0, maximum: 1_000_000_000 },
      cursor: { type: "string", maxLength: 10_000 },
      count: { enum: ["exact", "estimated"] },
      search: { type: "string", maxLength: 1000 },
      cut: { type: "integer", minimum: 1, maximum: 1_000_000 },
    },
    ["tableName"],
  ),
);
