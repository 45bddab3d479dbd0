import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Call } from "./api-client.ts";
import { type PanelApi, panelApi } from "./panel-api.ts";

let panel: PanelApi;
let owner: PanelApi["owner"];
let colleague: PanelApi["colleague"];
let base: PanelApi["base"];
let run: PanelApi["run"];
let rows: PanelApi["rows"];

beforeAll(async () => {
  panel = await panelApi();
  ({ owner, colleague, base, run, rows } = panel);
});
afterAll(() => panel.close());

describe("saved queries", () => {
  const save = (body: object, call: Call = owner) => call("POST", `${base}/sql/queries`, body);

  it("have names, folders and typed parameters, and are changed and deleted", async () => {
    const made = await save({
      name: " Busy ",
      folder: "Reports / 2026",
      query: "select * from posts where views > {{least}}",
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        query: {
          name: "Busy",
          folder: "Reports/2026",
          is_own: true,
          is_shared: false,
          parameters: [{ name: "least", type: "text", default: null }],
        },
      },
    });
    const path = `${base}/sql/queries/${String(made.body.query?.id)}`;
    const parameters = [{ name: "least", type: "integer", default: "3" }];
    expect((await owner("PATCH", path, { parameters })).body.query).toMatchObject({ parameters });
    const renamed = await owner("PATCH", path, {
      name: "Busiest",
      folder: "",
      query: "select 1 where {{least}} > {{most}}",
    });
    expect(renamed.body.query).toMatchObject({
      name: "Busiest",
      folder: "",
      parameters: [...parameters, { name: "most", type: "text", default: null }],
    });
    expect((await owner("GET", `${base}/sql/queries?search=busiest`)).body).toMatchObject({ total: 1 });
    expect((await owner("DELETE", path)).status).toBe(200);
    expect((await owner("DELETE", path)).status).toBe(404);
  });

  it("refuse parameters that are not those of the text", async () => {
    const parameters = [{ name: "b", type: "integer", default: null }];
    const { body } = await save({ name: "x", query: "select {{a}}", parameters });
    expect(body.error).toMatchObject({
      code: "RH002",
      details: [{ path: "/parameters/0/name" }, { path: "/parameters" }],
    });
  });

  it("are one's own until they are shared, and are changed by their owner and admins", async () => {
    const { body } = await save({ name: "Ours", query: "select 1" }, colleague);
    const path = `${base}/sql/queries/${String(body.query?.id)}`;
    expect((await owner("PATCH", path, { name: "Mine" })).status).toBe(404);
    await colleague("PATCH", path, { is_shared: true });
    expect((await owner("GET", `${base}/sql/queries?search=ours`)).body.items?.[0]).toMatchObject({
      is_own: false,
      owner: "colleague@example.org",
    });
    expect((await owner("PATCH", path, { name: "Everybody's" })).status).toBe(200);
    const theirs = await save({ name: "Owner's", query: "select 1", is_shared: true });
    const answer = await colleague("DELETE", `${base}/sql/queries/${String(theirs.body.query?.id)}`);
    expect(answer.body.error).toMatchObject({ code: "RH102" });
  });

  it("send their parameters beside the text, each in its type", async () => {
    const { body } = await run("select $1 as a, $2 as b, $3 as c", {
      params: ["2026-01-02", 7, "'; drop table posts"],
      param_types: ["date", "integer", "text"],
    });
    expect(body.results?.[0]).toMatchObject({
      columns: [{ type: "date" }, { type: "integer" }, { type: "text" }],
      rows: [["2026-01-02", 7, "'; drop table posts"]],
    });
  });

  it("may leave a parameter's type to its place", async () => {
    const { body } = await run(
      "select title from posts where views >= $1 and $2 = 'x' order by id limit $3",
      {
        params: ["0", "x", "1"],
        param_types: ["unknown", "unknown", "unknown"],
      },
    );
    expect(body.results?.[0]).toMatchObject({ row_count: 1 });
    expect((await run("select 1", { param_types: ["nonsense"] })).status).toBe(400);
  });

  it("are published as functions that SQL and the data API call", async () => {
    const query =
      "-- the busiest\nselect title, views from posts where views >= {{least}} and title like {{pattern}} order by id;";
    const parameters = [
      { name: "least", type: "integer", default: "2" },
      { name: "pattern", type: "text", default: null },
    ];
    const made = await save({ name: "Busy", query, parameters });
    const path = `${base}/sql/queries/${String(made.body.query?.id)}/publish`;
    const { status, body } = await owner("POST", path, { name: "busy_posts" });
    expect([status, body.function]).toMatchObject([
      201,
      { arguments: [{ name: "pattern" }, { name: "least" }] },
    ]);
    await run("update posts set title = 'Five', views = 5 where id = 5");
    expect(await rows("select * from busy_posts('Fi%')")).toEqual([["Five", 5]]);
    expect(await rows("select title from busy_posts('Fi%', 6)")).toEqual([]);
    expect((await owner("POST", path, { name: "busy_posts" })).body.error).toMatchObject({ code: "42723" });
    expect((await owner("POST", path, { name: "busy_posts", replace: true })).status).toBe(201);
    const objects = await owner("GET", `${base}/sql/objects`);
    expect(objects.body.functions).toMatchObject([
      { name: "busy_posts", arguments: [{ name: "pattern", type: "text" }, { name: "least" }] },
    ]);
  });

  it("are not published when their result is none", async () => {
    const publish = async (query: string) => {
      const made = await save({ name: "x", query });
      return (
        await owner("POST", `${base}/sql/queries/${String(made.body.query?.id)}/publish`, { name: "x" })
      ).body.error;
    };
    expect(await publish("select 1")).toMatchObject({
      code: "RH002",
      details: [{ message: expect.stringContaining("AS") }],
    });
    expect(await publish("select 1 as a, 2 as a")).toMatchObject({
      details: [{ message: expect.stringContaining("two columns") }],
    });
    expect(await publish("delete from notes")).toMatchObject({ code: "RH002" });
  });
});
