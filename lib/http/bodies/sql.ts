import { givenParameterTypes } from "#lib/catalog/query-parameters.ts";
import type { RunSqlInput } from "#lib/operations/typed-sql/sql-run.ts";
import { bodySchema, object } from "../body-schema.ts";

export const runSqlBody = bodySchema<RunSqlInput>(
  object(
    {
      query: { type: "string" },
      named_query: { type: "string" },
      // Any JSON value: how it is read is for the type of its place to say.
      params: { type: "array", maxItems: 1000 },
      param_types: { type: "array", maxItems: 1000, items: { type: "string", enum: givenParameterTypes } },
      limit: { type: "integer", minimum: 1, maximum: 10_000 },
      read_only: { type: "boolean" },
      dry_run: { type: "boolean" },
      explain: { type: "boolean" },
      history: { type: "boolean" },
      undo: { type: "boolean" },
      unsupported: { type: "string", enum: ["refuse", "skip"] },
    },
    ["query"],
  ),
);
