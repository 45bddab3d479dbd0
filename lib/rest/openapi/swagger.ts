import type { DescribedArgument, DescribedFunction } from "./described-function.ts";
import type { DescribedColumn, DescribedTable } from "./described-table.ts";
import type { DescribedApi } from "./openapi31.ts";
import { unmodified } from "./sql-schema.ts";
import { operationWords } from "./words.ts";

export interface ApiPlace {
  /** `localhost:3000` */
  readonly host: string;
  /** `/p/<ref>/rest/v1/` */
  readonly basePath: string;
  readonly scheme: "http" | "https";
}

/** The document at the root of the REST API: Swagger 2.0, in the very form of PostgREST's, which tools read. */
export function swaggerDocument({ tables, functions }: DescribedApi, place: ApiPlace): object {
  return {
    swagger: "2.0",
    info: {
      title: "Rowhouse data API",
      description: "The tables of one database, as the key that asked may reach them.",
      version: "13.0.5",
    },
    host: place.host,
    basePath: place.basePath,
    schemes: [place.scheme],
    consumes: media,
    produces: media,
    paths: Object.fromEntries([
      ["/", root],
      ...tables.map((table): [string, object] => [`/${table.name}`, pathOf(table)]),
      // Of several functions of one name the document has room for one.
      ...functions.map((called): [string, object] => [`/rpc/${called.name}`, callOf(called)]),
    ]),
    definitions: Object.fromEntries(tables.map((table) => [table.name, definitionOf(table)])),
    parameters: { ...commonParameters, ...Object.fromEntries(tables.flatMap(tableParameters)) },
    externalDocs: {
      description: "PostgREST's language",
      url: "https://postgrest.org/en/stable/references/api.html",
    },
  };
}

/** An address within the document, whatever signs are in the name (RFC 6901, section 6). */
function pointer(part: "definitions" | "parameters", name: string): string {
  return `#/${part}/${encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))}`;
}

const media = [
  "application/json",
  "application/vnd.pgrst.object+json;nulls=stripped",
  "application/vnd.pgrst.object+json",
  "text/csv",
];

const root = {
  get: {
    tags: ["Introspection"],
    summary: "OpenAPI description (this document)",
    produces: ["application/openapi+json", "application/json"],
    responses: { 200: { description: "OK" } },
  },
};

function pathOf(table: DescribedTable): object {
  const { name, description, verbs } = table;
  const tags = [name];
  const words = operationWords(description);
  const filters = table.columns.map((column) => ({
    $ref: pointer("parameters", `rowFilter.${name}.${column.name}`),
  }));
  const parameter = (key: string) => ({ $ref: pointer("parameters", key) });
  const rows = { schema: { items: { $ref: pointer("definitions", name) }, type: "array" } };
  return {
    ...(verbs.includes("select")
      ? {
          get: {
            tags,
            ...words,
            parameters: [
              ...filters,
              ...["select", "order", "range", "rangeUnit", "offset", "limit", "preferCount"].map(parameter),
            ],
            responses: { 200: { description: "OK", ...rows }, 206: { description: "Partial Content" } },
          },
        }
      : {}),
    ...(verbs.includes("insert")
      ? {
          post: {
            tags,
            ...words,
            parameters: [parameter(`body.${name}`), parameter("select"), parameter("preferPost")],
            responses: { 201: { description: "Created" } },
          },
        }
      : {}),
    ...(verbs.includes("update")
      ? {
          patch: {
            tags,
            ...words,
            parameters: [...filters, parameter(`body.${name}`), parameter("preferReturn")],
            responses: { 204: { description: "No Content" } },
          },
        }
      : {}),
    ...(verbs.includes("delete")
      ? {
          delete: {
            tags,
            ...words,
            parameters: [...filters, parameter("preferReturn")],
            responses: { 204: { description: "No Content" } },
          },
        }
      : {}),
  };
}

function callOf({ name, description, arguments: args, body, isReadOnly }: DescribedFunction): object {
  const common = {
    tags: [`(rpc) ${name}`],
    ...operationWords(description),
    produces: media.slice(0, 2),
    responses: { 200: { description: "OK" } },
  };
  const required = args.filter(({ isRequired }) => isRequired).map((argument) => argument.name);
  const properties = Object.fromEntries(
    args.map(({ name: key, schema, format }) => [key, { ...schema, format }]),
  );
  const given = { type: "object", ...(required.length === 0 ? {} : { required }), properties };
  const post = {
    ...common,
    parameters: [{ name: "args", required: true, in: "body", schema: body ?? given }],
  };
  if (!isReadOnly || body !== null) return { post };
  return { get: { ...common, parameters: args.map(queryParameter) }, post };
}

/** In an address a list is its text in braces, and a row its JSON; a variadic argument is there again and again. */
function queryParameter({ name, schema, format, isRequired, isVariadic }: DescribedArgument): object {
  const parameter = { name, required: isRequired, in: "query" };
  if (isVariadic) return { ...parameter, ...schema, collectionFormat: "multi", format };
  const isPlain = schema.type !== undefined && schema.type !== "array" && schema.type !== "object";
  return { ...parameter, ...(isPlain ? schema : { type: "string" }), format };
}

function definitionOf({ description, columns }: DescribedTable): object {
  const required = columns.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  return {
    ...(description === null ? {} : { description }),
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(columns.map((column) => [column.name, propertyOf(column)])),
    type: "object",
  };
}

/** Keys and references are told in the description, in PostgREST's own words: generators look for them. */
function propertyOf({ format, schema, description, isKey, references }: DescribedColumn): object {
  const note = isKey
    ? "Note:\nThis is a Primary Key.<pk/>"
    : references === null
      ? null
      : `Note:\nThis is a Foreign Key to \`${references.table}.${references.column}\`.<fk table='${references.table}' column='${references.column}'/>`;
  const words = [description, note].filter((text) => text !== null).join("\n\n");
  return { ...schema, ...(words === "" ? {} : { description: words }), format: unmodified(format) };
}

const text = (name: string, place: "query" | "header", description: string) => ({
  name,
  description,
  required: false,
  in: place,
  type: "string",
});

const prefer = (values: readonly string[]) => ({
  ...text("Prefer", "header", "Preference"),
  enum: values,
});

const commonParameters = {
  preferReturn: prefer(["return=representation", "return=minimal", "return=none"]),
  preferCount: prefer(["count=none"]),
  preferPost: prefer([
    "return=representation",
    "return=minimal",
    "return=none",
    "resolution=ignore-duplicates",
    "resolution=merge-duplicates",
  ]),
  select: text("select", "query", "Filtering Columns"),
  on_conflict: text("on_conflict", "query", "On Conflict"),
  order: text("order", "query", "Ordering"),
  range: text("Range", "header", "Limiting and Pagination"),
  rangeUnit: { ...text("Range-Unit", "header", "Limiting and Pagination"), default: "items" },
  offset: text("offset", "query", "Limiting and Pagination"),
  limit: text("limit", "query", "Limiting and Pagination"),
};

function tableParameters(table: DescribedTable): readonly [string, object][] {
  const body = {
    name: table.name,
    ...(table.description === null ? {} : { description: table.description }),
    required: false,
    in: "body",
    schema: { $ref: pointer("definitions", table.name) },
  };
  return [
    [`body.${table.name}`, body],
    ...table.columns.map(({ name, description }): [string, object] => [
      `rowFilter.${table.name}.${name}`,
      {
        name,
        ...(description === null ? {} : { description }),
        required: false,
        in: "query",
        type: "string",
      },
    ]),
  ];
}
