import { columnTypes } from "#lib/catalog/types.ts";
import type { PreviewInput } from "#lib/operations/imports/preview-import.ts";
import type { StartImportInput } from "#lib/operations/imports/start-import.ts";
import { bodySchema, object, optionalBody } from "../body-schema.ts";

const name = { type: "string", minLength: 1, maxLength: 500 };

export const createImportBody = bodySchema<{ file_name: string; bytes: number }>(
  object({ file_name: name, bytes: { type: "integer", minimum: 1 } }, ["file_name", "bytes"]),
);

const read = object(
  {
    format: { enum: ["csv", "json", "ndjson", "xlsx", "sql"] },
    encoding: { enum: ["utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-2", "shift_jis"] },
    delimiter: { enum: [",", ";", "\t", "|"] },
    has_header: { type: "boolean" },
    sheet: { type: "string", maxLength: 200 },
    date_order: { enum: ["dmy", "mdy"] },
    decimal: { enum: [".", ","] },
  },
  [],
);

export const previewImportBody = optionalBody(bodySchema<PreviewInput>(object({ read, table: name }, [])));

const column = object(
  {
    source: { type: "string", maxLength: 500 },
    column: { type: ["string", "null"], maxLength: 200 },
    type: { enum: columnTypes },
    primary_key: { type: "boolean" },
  },
  ["source", "column"],
);

export const startImportBody = bodySchema<StartImportInput>(
  object(
    {
      read,
      table: name,
      create_table: { type: "boolean" },
      columns: { type: "array", maxItems: 1000, items: column },
      on_error: { enum: ["stop", "skip"] },
      on_duplicate: { enum: ["error", "skip", "update"] },
      key: { type: "array", minItems: 1, maxItems: 32, items: name },
    },
    [],
  ),
);
