import type { Json } from "../../catalog/types.ts";
import { filterKey } from "../request/query-params.ts";
import type { DescribedFunction } from "./described-function.ts";
import type { DescribedColumn, DescribedTable } from "./described-table.ts";
import { functionPaths } from "./function-paths.ts";

/** What a caller can reach. */
export interface DescribedApi {
  readonly tables: readonly DescribedTable[];
  readonly functions: readonly DescribedFunction[];
}

/** The same API in OpenAPI 3.1, with JSON Schema's own nulls: for documentation and generators. */
export function openApi31Document({ tables, functions }: DescribedApi, url: string): object {
  const keys = componentKeys(tables);
  const keyOf = ({ name }: DescribedTable) => keys.get(name) ?? name;
  return {
    openapi: "3.1.0",
    info: {
      title: "Rowhouse data API",
      version: "1.0.0",
      description: "PostgREST's language over your tables.",
    },
    servers: [{ url: `${url}/rest/v1` }],
    security: [{ apikey: [] }, { bearer: [] }],
    paths: {
      ...Object.fromEntries(tables.map((table) => [`/${table.name}`, pathOf(table, keyOf(table))])),
      ...functionPaths(functions),
    },
    components: {
      schemas: Object.fromEntries(tables.map((table) => [keyOf(table), rowSchema(table)])),
      securitySchemes: {
        apikey: { type: "apiKey", in: "header", name: "apikey" },
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "A user's access token" },
      },
    },
  };
}

const prefer = {
  name: "Prefer",
  in: "header",
  schema: { type: "string" },
  description: "return=representation answers with the rows themselves",
};

/** By table: a component's key has no signs but these, whatever is in a name; the name itself is the schema's title. */
function componentKeys(tables: readonly DescribedTable[]): ReadonlyMap<string, string> {
  const plain = (name: string) => name.replace(/[^\w.-]/g, "_");
  const taken = new Set(tables.map(({ name }) => name).filter((name) => plain(name) === name));
  const free = (key: string, count = 2): string =>
    !taken.has(key) ? key : taken.has(`${key}_${count}`) ? free(key, count + 1) : `${key}_${count}`;
  return new Map(
    tables.map(({ name }) => {
      const key = plain(name) === name ? name : free(plain(name));
      taken.add(key);
      return [name, key];
    }),
  );
}

function pathOf(table: DescribedTable, key: string): object {
  const filters = table.columns.map(({ name, format }) => ({
    name: filterKey(name),
    in: "query",
    schema: { type: "string" },
    description: `Filters by ${name} (${format}): eq.value, gt.value, in.(a,b), is.null …`,
  }));
  const rows = { type: "array", items: { $ref: `#/components/schemas/${key}` } };
  const answer = (status: number, description: string) => ({
    [status]: { description, content: { "application/json": { schema: rows } } },
  });
  const written = (status: number, description: string) => ({
    ...answer(status, `${description}, with Prefer: return=representation`),
    204: { description: "It is done" },
  });
  const body = (schema: object) => ({ required: true, content: { "application/json": { schema } } });
  const added = writtenSchema(table, { isNew: true });
  const general = ["select", "order", "limit", "offset"].map((name) => ({
    name,
    in: "query",
    schema: { type: "string" },
  }));
  const tags = [table.name];
  const operations: { readonly [verb: string]: readonly [string, object] } = {
    select: [
      "get",
      { tags, parameters: [...general, ...filters], responses: answer(200, "The rows that the rules leave") },
    ],
    insert: [
      "post",
      {
        tags,
        parameters: [prefer],
        requestBody: body({ oneOf: [added, { type: "array", items: added }] }),
        responses: answer(201, "The new rows, with Prefer: return=representation; else nothing"),
      },
    ],
    update: [
      "patch",
      {
        tags,
        parameters: [...filters, prefer],
        requestBody: body(writtenSchema(table, { isNew: false })),
        responses: written(200, "The changed rows"),
      },
    ],
    delete: [
      "delete",
      { tags, parameters: [...filters, prefer], responses: written(200, "The deleted rows") },
    ],
  };
  return Object.fromEntries(table.verbs.flatMap((verb) => (operations[verb] ? [operations[verb]] : [])));
}

function rowSchema({ name: title, columns, description }: DescribedTable): object {
  return {
    type: "object",
    title,
    ...(description === null ? {} : { description }),
    properties: Object.fromEntries(columns.map((column) => [column.name, propertyOf(column)])),
    required: columns.filter(({ isRequired }) => isRequired).map(({ name }) => name),
  };
}

/** What a writer gives: of a new row at least what the server does not fill in, of a change any part. */
function writtenSchema({ columns }: DescribedTable, { isNew }: { readonly isNew: boolean }): object {
  const given = columns.filter(({ insert }) => insert !== "never");
  const needed = given.filter(({ insert }) => isNew && insert === "required").map(({ name }) => name);
  return {
    type: "object",
    properties: Object.fromEntries(given.map((column) => [column.name, propertyOf(column)])),
    ...(needed.length === 0 ? {} : { required: needed }),
  };
}

function propertyOf({ schema, format, description, isRequired, references }: DescribedColumn): object {
  const { type, ...rest }: { readonly [keyword: string]: Json } = schema;
  const types = type === undefined || isRequired ? type : [type, "null"];
  const words = [description, references === null ? null : `→ ${references.table}.${references.column}`]
    .filter((text) => text !== null)
    .join(" ");
  return {
    ...(types === undefined ? {} : { type: types }),
    ...rest,
    ...(words === "" ? {} : { description: words }),
    "x-postgres-type": format,
  };
}
