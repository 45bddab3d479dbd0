import { filterDepthMax, type GridDefinition, gridOperators, widthLimits } from "#lib/catalog/grid-view.ts";
import { bodySchema, object } from "../body-schema.ts";

const column = { type: "string", minLength: 1, maxLength: 63 };
const columns = { type: "array", items: column, maxItems: 200 };
const condition = object(
  { column, operator: { enum: gridOperators }, value: { type: "string", maxLength: 2000 } },
  ["column", "operator", "value"],
);

function filterGroup(depth: number): ReturnType<typeof object> {
  const items = depth === 0 ? condition : { anyOf: [condition, filterGroup(depth - 1)] };
  return object({ join: { enum: ["and", "or"] }, items: { type: "array", items, maxItems: 50 } }, [
    "join",
    "items",
  ]);
}

export const definitionSchema = object(
  {
    filter: filterGroup(filterDepthMax),
    sort: {
      type: "array",
      maxItems: 20,
      items: object({ column, dir: { enum: ["asc", "desc"] } }, ["column", "dir"]),
    },
    search: { type: "string", maxLength: 1000 },
    group: { type: ["string", "null"], maxLength: 63 },
    hidden: columns,
    frozen: columns,
    order: columns,
    widths: {
      type: "object",
      maxProperties: 200,
      additionalProperties: { type: "integer", minimum: widthLimits.min, maximum: widthLimits.max },
    },
  },
  ["filter", "sort", "search", "group", "hidden", "frozen", "order", "widths"],
);

const name = { type: "string", minLength: 1, maxLength: 80 };

export const createTableViewBody = bodySchema<{
  readonly name: string;
  readonly is_shared: boolean;
  readonly definition: GridDefinition;
}>(
  object({ name, is_shared: { type: "boolean" }, definition: definitionSchema }, [
    "name",
    "is_shared",
    "definition",
  ]),
);

export const updateTableViewBody = bodySchema<{
  readonly name?: string;
  readonly is_shared?: boolean;
  readonly definition?: GridDefinition;
}>({
  ...object({ name, is_shared: { type: "boolean" }, definition: definitionSchema }, []),
  minProperties: 1,
});
