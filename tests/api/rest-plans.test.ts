import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProjectKey } from "#lib/operations/keys/create-project-key.ts";
import type { AppProject } from "#tests/harness/app-project.ts";
import { blogProject } from "#tests/harness/blog-project.ts";
import { type DataApiServer, startDataApiServer } from "#tests/harness/data-api-server.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";

let harness: AccountsHarness;
let server: DataApiServer;
let app: AppProject;
let service: SupabaseClient;
let secret: string;

beforeAll(async () => {
  harness = await accountsRuntime();
  server = await startDataApiServer();
  app = await blogProject();
  secret = (await createProjectKey(app.actor, app.projectId, { kind: "secret", name: "plans" })).token ?? "";
  service = createClient(`${server.url}/p/${app.ref}`, secret);
});

afterAll(async () => {
  await server.close();
  await harness.close();
});

describe("explain()", () => {
  it("tells a secret key how a request is answered, in the tables' names", async () => {
    const { data, error, status } = await service.from("posts").select("id, author_id(name)").explain();
    expect([error, status]).toEqual([null, 200]);
    expect(data).toMatch(/^Aggregate/);
    expect(data).toMatch(/ on posts/);
    expect(data).not.toMatch(/project_data|project_id|table_id|[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  it("gives JSON and says in which form", async () => {
    const query = service.from("posts").select().explain({ format: "json", analyze: true });
    const { data, error } = await query;
    expect(error).toBeNull();
    expect(data).toEqual([
      { Plan: expect.any(Object), "Planning Time": expect.any(Number), "Execution Time": expect.any(Number) },
    ]);
    const response = await fetch(`${server.url}/p/${app.ref}/rest/v1/posts`, {
      headers: {
        apikey: secret,
        accept: 'application/vnd.pgrst.plan+json; for="text/csv"; options=analyze|verbose',
      },
    });
    expect(response.headers.get("content-type")).toBe(
      'application/vnd.pgrst.plan+json; for="text/csv"; options=analyze|verbose; charset=utf-8',
    );
  });

  it("leaves nothing of a write that it has run", async () => {
    const title = "explained";
    const { error } = await service
      .from("posts")
      .update({ title })
      .gt("id", 0)
      .select()
      .explain({ analyze: true });
    expect(error).toBeNull();
    const { count } = await service
      .from("posts")
      .select("*", { count: "exact", head: true })
      .eq("title", title);
    expect(count).toBe(0);
  });

  it("is refused to visitors, as PostgREST does where plans are not enabled", async () => {
    const visitor = createClient(`${server.url}/p/${app.ref}`, app.keys.anon);
    const { error, status } = await visitor.from("posts").select().explain({ format: "json" });
    expect([status, error?.code, error?.message]).toEqual([
      406,
      "PGRST107",
      "None of these media types are available: application/vnd.pgrst.plan+json",
    ]);
  });

  it("is refused to the service's other key, with a hint at the one that may", async () => {
    const other = createClient(`${server.url}/p/${app.ref}`, app.keys.service_role);
    const { error, status } = await other.from("posts").select().explain();
    expect([status, error?.code, error?.hint]).toEqual([
      406,
      "PGRST107",
      "Plans are shown to a secret key of the project (rh_secret_…).",
    ]);
  });

  it("answers what is wrong with the request as the request itself would", async () => {
    const { error, status } = await service.from("posts").select("nothing").explain();
    expect([status, error?.code]).toEqual([400, "42703"]);
    const csv = await fetch(`${server.url}/p/${app.ref}/rest/v1/posts`, {
      headers: { apikey: secret, accept: 'application/vnd.pgrst.plan; for="image/png"' },
    });
    expect(csv.status).toBe(406);
  });
});
