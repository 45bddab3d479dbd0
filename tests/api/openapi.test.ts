import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { typesCommand } from "#lib/catalog/codegen/snippets.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Call, caller, newDatabase, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

interface Document {
  readonly paths: Record<
    string,
    Record<string, { responses: Record<string, Content>; requestBody?: Content }>
  >;
  readonly components: { readonly schemas: Record<string, object> };
}
interface Content {
  readonly content: { "application/json": { schema: object } };
}

let harness: AccountsHarness;
let server: ApiServer;
let document: Document;
let owner: Call;

beforeAll(async () => {
  harness = await accountsRuntime();
  server = await startApiServer();
  const { body } = await caller(server.url, null)("GET", "/api/openapi.json");
  document = body as unknown as Document;
  owner = await newUser(server.url, "owner@example.org");
});
afterAll(async () => {
  await server.close();
  await harness.close();
});

describe("GET /api/openapi.json", () => {
  it("describes every route and method, and none that does not exist", async () => {
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const real: string[] = [];
    for (const { pattern } of server.routes) {
      if (pattern.includes("[[") || pattern.endsWith("openapi.json")) continue;
      const path = pattern.replace(/\[(\w+)\]/g, "{$1}");
      const { headers } = await owner("OPTIONS", pattern.replace(/\[(\w+)\]/g, "x"));
      const allowed = (headers.get("Allow") ?? "").split(", ").filter((verb) => !/HEAD|OPTIONS/.test(verb));
      real.push(...allowed.map((verb) => `${verb} ${path}`));
    }
    expect(documented.sort()).toEqual(real.sort());
  });

  it("is a valid document of OpenAPI 3.1", async () => {
    const { valid, errors } = await new Validator().validate(
      structuredClone(document) as unknown as Record<string, unknown>,
    );
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  });

  it("describes what is answered", async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: "doc", components: document.components });
    const fits = (path: string, method: string, status: number, value: unknown) => {
      const schema = document.paths[path]?.[method]?.responses[status]?.content["application/json"].schema;
      expect(schema, `${method} ${path} ${status}`).toBeDefined();
      const text = JSON.stringify(schema).replaceAll('"#/', '"doc#/');
      const validate = ajv.compile(JSON.parse(text) as object);
      expect(validate(value), `${method} ${path}: ${ajv.errorsText(validate.errors)}`).toBe(true);
    };
    const { projectId, databaseId } = await newDatabase(owner, "Described");
    const user = { tableName: "users", data: { email: "a@b.org", password_hash: "correct horse" } };
    const base = `/api/database/${databaseId}`;
    const calls: [string, string, string, number, unknown?][] = [
      ["get", "/api/auth/me", "/api/auth/me", 200],
      ["get", "/api/projects", "/api/projects", 200],
      ["post", "/api/projects/with-database", "/api/projects/with-database", 201, { name: "x" }],
      ["get", "/api/projects/{projectId}", `/api/projects/${projectId}`, 200],
      ["get", "/api/projects/{projectId}", `/api/projects/${databaseId}`, 404],
      ["get", "/api/projects/{projectId}/keys", `/api/projects/${projectId}/keys`, 200],
      ["post", "/api/tokens", "/api/tokens", 201, { name: "ci" }],
      ["get", "/api/tokens", "/api/tokens", 200],
      ["get", "/api/database/{databaseId}", base, 200],
      ["get", "/api/database/{databaseId}/tables", `${base}/tables`, 200],
      ["get", "/api/database/{databaseId}/api-settings", `${base}/api-settings`, 200],
      ["patch", "/api/database/{databaseId}/api-settings", `${base}/api-settings`, 200, { max_rows: 5 }],
      ["patch", "/api/database/{databaseId}/api-settings", `${base}/api-settings`, 400, { max_rows: 0 }],
      ["post", "/api/database/{databaseId}/records/create", `${base}/records/create`, 201, user],
      ["post", "/api/database/{databaseId}/records/create", `${base}/records/create`, 400, {}],
      [
        "post",
        "/api/database/{databaseId}/records/query",
        `${base}/records/query`,
        200,
        { tableName: "users" },
      ],
    ];
    for (const [method, path, url, status, body] of calls) {
      const answer = await owner(method.toUpperCase(), url, body);
      expect(answer.status, `${method} ${url}`).toBe(status);
      fits(path, method, status, answer.body);
    }
  });
});

it("gives generated types to the command that the console shows, with a personal access token", async () => {
  const { databaseId } = await newDatabase(owner, "Typed");
  const { token } = (await owner("POST", "/api/tokens", { name: "types" })).body.token ?? {};
  const command = typesCommand(server.url, databaseId, "supabase").replace("<your token>", String(token));
  const [, url = "", header = ""] = /'(.*?)'[^']*'Authorization: (.*?)'/s.exec(command) ?? [];
  const response = await fetch(url, { headers: { Authorization: header } });
  expect(await response.text()).toContain("export type Database = {");
});
