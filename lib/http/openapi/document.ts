import { accountEndpoints } from "./account-endpoints.ts";
import { appEndpoints } from "./app-endpoints.ts";
import { assistantEndpoints } from "./assistant-endpoints.ts";
import { componentSchemas } from "./components.ts";
import { databaseEndpoints } from "./database-endpoints.ts";
import { endUserEndpoints } from "./end-user-endpoints.ts";
import { type Endpoint, type JsonSchema, ref, text, uuid } from "./endpoint.ts";
import { peopleEndpoints } from "./people-endpoints.ts";
import { sqlPanelEndpoints } from "./sql-panel-endpoints.ts";
import { transferEndpoints } from "./transfer-endpoints.ts";

const endpoints: readonly Endpoint[] = [
  ...accountEndpoints,
  ...peopleEndpoints,
  ...databaseEndpoints,
  ...sqlPanelEndpoints,
  ...transferEndpoints,
  ...assistantEndpoints,
  ...endUserEndpoints,
  ...appEndpoints,
];

/** The management API in OpenAPI 3.1, made of the same schemas that check the requests. */
export function openApiDocument(appUrl: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Rowhouse management API",
      version: "0.1.0",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: appUrl }],
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      schemas: componentSchemas,
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "The access_token of a login, or a personal access token",
        },
        cookie: {
          type: "apiKey",
          in: "cookie",
          name: "rowhouse_session",
          description: "Writes need a same-origin Origin",
        },
      },
    },
  };
}

function operation(endpoint: Endpoint): object {
  const { body, isOpen = false } = endpoint;
  return {
    tags: [endpoint.tag],
    summary: endpoint.summary,
    operationId: operationId(endpoint),
    parameters: parametersOf(endpoint),
    ...(isOpen ? { security: [] } : {}),
    ...(body === undefined ? {} : { requestBody: content(body, { required: true }) }),
    responses: responsesOf(endpoint),
  };
}

function operationId({ method, path }: Endpoint): string {
  const words = path
    .replace("/api/", "")
    .split(/[/-]/)
    .map((word) => word.replace(/[{}]/g, ""));
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function parametersOf({ path, query = {}, headers = {} }: Endpoint): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: name === "recordId" ? text : uuid,
  }));
  const inQuery = Object.entries(query).map(([name, schema]) => ({
    name,
    in: "query",
    required: name === "tableName",
    schema,
  }));
  const inHeader = Object.entries(headers).map(([name, schema]) => ({ name, in: "header", schema }));
  return [...inPath, ...inQuery, ...inHeader];
}

function responsesOf({ status = 200, answer, media, isOpen, body, errors = [] }: Endpoint): object {
  const always = [...(isOpen ? [] : [401]), ...(body === undefined ? [] : [400, 413, 415]), 429];
  const failures = [...new Set([...always, ...errors])].sort((a, b) => a - b);
  return {
    [status]: content(answer, { description: status === 201 ? "Made" : "Done" }, media),
    ...Object.fromEntries(
      failures.map((code) => [code, content(ref("Error"), { description: meanings[code] })]),
    ),
  };
}

function content(schema: JsonSchema, more: object, media = "application/json"): object {
  return { ...more, content: { [media]: { schema } } };
}

const meanings: Readonly<Record<number, string>> = {
  400: "Malformed or invalid input",
  401: "Not signed in, or wrong credentials",
  403: "Role too low, or a request of another site",
  404: "It does not exist, or is somebody else's",
  408: "Ran out of time",
  410: "A link that was used, revoked or is too old",
  409: "Conflicts with what is stored",
  412: "The row moved on",
  413: "Body too large",
  415: "The body is not JSON",
  503: "This server sends no mail",
  422: "Understood, but not possible",
  429: "Too many requests; Retry-After says when to come back",
};
