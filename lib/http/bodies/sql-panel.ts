import { givenParameterTypes, parameterTypes } from "#lib/catalog/query-parameters.ts";
import type { DescribeInput } from "#lib/operations/typed-sql/describe-sql.ts";
import type { PublishQueryInput } from "#lib/operations/typed-sql/publish-query.ts";
import type { SaveQueryInput } from "#lib/operations/typed-sql/saved-queries.ts";
import { bodySchema, object } from "../body-schema.ts";

const parameter = object(
  {
    name: { type: "string", minLength: 1, maxLength: 63 },
    type: { type: "string", enum: parameterTypes },
    default: { type: ["string", "null"], maxLength: 10_000 },
  },
  ["name", "type", "default"],
);

const savedFields = {
  name: { type: "string", minLength: 1, maxLength: 100 },
  folder: { type: "string", maxLength: 200 },
  query: { type: "string", maxLength: 262_144 },
  parameters: { type: "array", maxItems: 100, items: parameter },
  is_shared: { type: "boolean" },
};

export const saveQueryBody = bodySchema<SaveQueryInput>(object(savedFields, ["name", "query"]));

export const updateQueryBody = bodySchema<Partial<SaveQueryInput>>({
  ...object(savedFields, []),
  minProperties: 1,
});

export const publishQueryBody = bodySchema<PublishQueryInput>(
  object(
    {
      name: {
        type: "string",
        pattern: "^[a-z][a-z0-9_]{0,62}$",
        description: "lower-case letters, digits and underscores, with a letter first",
      },
      replace: { type: "boolean" },
    },
    ["name"],
  ),
);

export const checkSqlBody = bodySchema<DescribeInput>(
  object(
    {
      query: { type: "string" },
      param_types: { type: "array", maxItems: 1000, items: { type: "string", enum: givenParameterTypes } },
    },
    ["query"],
  ),
);
