import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PanelApi, panelApi } from "./panel-api.ts";

let panel: PanelApi;
let owner: PanelApi["owner"];
let colleague: PanelApi["colleague"];
let base: PanelApi["base"];
let run: PanelApi["run"];
let rows: PanelApi["rows"];
let everything: PanelApi["everything"];
let undo: PanelApi["undo"];

beforeAll(async () => {
  panel = await panelApi();
  ({ owner, colleague, base, run, rows, everything, undo } = panel);
});
afterAll(() => panel.close());

describe("undo", () => {
  it.each([
    [
      "an update",
      "update posts set title = upper(title), price = price * 1.1, tags = tags || array['c'], meta = null, views = null where id <= 3",
    ],
    ["a delete", "delete from notes where id = 2"],
    ["a delete of rows that refer to each other", "delete from notes"],
    ["a delete that takes others along", "delete from authors where id = 1"],
    ["an insert", "insert into posts (title, author_id) select 'New', 1 from generate_series(1, 3)"],
    [
      "several writes of the same rows",
      "update posts set views = 1; insert into posts (title) values ('x'); update posts set views = 2; delete from posts where title = 'x'",
    ],
    [
      "a write in a WITH list",
      "with gone as (delete from notes where id = 2 returning *) update posts set views = (select id from gone) where id = 1",
    ],
    [
      "an upsert",
      "insert into notes values (1, 'other', 2), (7, 'new', null) on conflict (id) do update set body = excluded.body || notes.body, parent_id = excluded.parent_id",
    ],
    [
      "an upsert that leaves some rows alone, and tells the rows before",
      "insert into tags (name, n) values ('red', 10), ('blue', 20), ('green', 30) on conflict (name) do update set n = excluded.n where tags.n < 2 returning old.n, new.n",
    ],
    [
      "an upsert of rows that the same text writes again",
      "insert into notes values (1, 'a') on conflict (id) do update set body = 'b'; update notes set body = 'c' where id = 1; delete from notes where id = 2",
    ],
    [
      "a MERGE of all three kinds",
      "merge into notes n using (values (1, 'changed'), (2, null), (9, 'new')) v(id, body) on n.id = v.id when matched and v.body is null then delete when matched then update set body = v.body when not matched then insert (id, body) values (v.id, v.body)",
    ],
    [
      "a MERGE whose deletes take others along",
      "merge into authors a using (values (1)) v(id) on a.id = v.id when matched then delete",
    ],
    ["a change of a whole number's key", "update notes set id = id + 100, body = 'x' where id = 2"],
    ["a change of a key that other rows follow", "update labels set code = 'z' where code = 'a'"],
    [
      "a change of a uuid key",
      "update tags set id = gen_random_uuid(), n = n + 1 where name in ('red', 'blue') returning id",
    ],
    [
      "a MERGE that changes a uuid key",
      "merge into tags t using (values ('red')) v(name) on t.name = v.name when matched then update set id = gen_random_uuid()",
    ],
  ])("puts back %s", async (_what, query) => {
    // What is set null by a delete is not kept: see below.
    await run("drop table if exists marks");
    const before = await everything();
    const { body } = await run(query, { undo: true });
    expect(body.error).toBeUndefined();
    expect(body.run?.undo).toMatchObject({ refusal: null });
    expect(await everything()).not.toEqual(before);
    const answer = await undo(body.run?.id);
    expect(answer.body).toMatchObject({ undone: expect.any(Array) });
    expect(await everything()).toEqual(before);
    expect((await undo(body.run?.id)).body.error).toMatchObject({ code: "RH403" });
  });

  it("leaves the words to the write itself, where a row has no key", async () => {
    const { body } = await run("insert into tags (id, name) values (null, 'keyless')", { undo: true });
    expect(body.error).toMatchObject({
      code: "23502",
      message: 'null value in column "id" of relation "tags" violates not-null constraint',
    });
  });

  it("refuses, and names the rows, when they were changed since", async () => {
    const { body } = await run("update posts set views = views + 100 where id in (1, 2)", { undo: true });
    await run("update posts set title = 'Other' where id = 2");
    const before = await everything();
    const { status, body: refusal } = await undo(body.run?.id);
    expect(status).toBe(409);
    expect(refusal.error).toMatchObject({ code: "RH302", details: [{ table: "posts", row: "2" }] });
    expect(await everything()).toEqual(before);
  });

  it("refuses to delete inserted rows that others refer to by now", async () => {
    const { body } = await run("insert into authors values (9, 'Edsger')", { undo: true });
    await run("insert into posts (title, author_id) values ('Later', 9)");
    const { body: refusal } = await undo(body.run?.id);
    expect(refusal.error).toMatchObject({ code: "RH302", details: [{ table: "posts" }] });
    expect(await rows("select count(*) from posts where author_id = 9")).toEqual([[1]]);
    await run("delete from authors where id = 9");
  });

  it("says beforehand what it cannot do, and why", async () => {
    const refusal = async (query: string) => (await run(query, { undo: true })).body.run?.undo;
    await run("create table marks (id int primary key, post_id int references posts on delete set null)");
    expect(await refusal("update tags set id = gen_random_uuid(); update tags set n = 1")).toMatchObject({
      rows: 0,
      refusal: expect.stringContaining('Keys of "tags"'),
    });
    await run("create table emptied (id int primary key, code text references labels on update set null)");
    expect(await refusal("update labels set code = 'y' where code = 'b'")).toMatchObject({
      refusal: expect.stringContaining("emptied"),
    });
    expect(await refusal("delete from posts where id = 6")).toMatchObject({
      refusal: expect.stringContaining("marks"),
    });
    expect(await refusal("create table more (id int); insert into more values (1)")).toMatchObject({
      refusal: expect.stringContaining("definitions"),
    });
    expect(await refusal("insert into more select generate_series(1, 1001)")).toMatchObject({
      rows: 0,
      refusal: "It wrote more than 1,000 rows.",
    });
    expect(
      await refusal("insert into notes select g, repeat('x', 900000) from generate_series(100, 105) g"),
    ).toMatchObject({ refusal: expect.stringContaining("too large") });
    expect(await refusal("select 1")).toBeNull();
  });

  it("is told by a trial, which keeps nothing", async () => {
    const tried = async (query: string) => (await run(query, { undo: true, dry_run: true })).body.run?.undo;
    expect(await tried("update posts set views = 5 where id = 1")).toBeNull();
    expect(await tried("create table never (id int)")).toMatchObject({
      rows: 0,
      refusal: expect.stringContaining("definitions"),
    });
    expect(await tried("insert into notes select g, 'x' from generate_series(1000, 2000) g")).toMatchObject({
      refusal: "It wrote more than 1,000 rows.",
    });
    expect(await rows("select count(*) from notes where id >= 1000")).toEqual([[0]]);
    const { body } = await owner("GET", `${base}/sql/history`);
    expect(body.items?.[0]).toMatchObject({ is_trial: true, undo_rows: 0, undo_refusal: null });
  });

  it("of a key refuses when the row, or its place, was taken since", async () => {
    const { body } = await run("update notes set id = 50 where id = 2", { undo: true });
    await run("insert into notes values (2, 'somebody else')");
    const { status, body: refusal } = await undo(body.run?.id);
    expect(status).toBe(409);
    expect(refusal.error?.message).toBe("Another row has the same id.");
    expect(await rows("select id, body from notes where id in (2, 50) order by id")).toHaveLength(2);
    await run("delete from notes where id = 2; update notes set id = 2 where id = 50");
    const upsert = await run(
      "insert into tags (name, n) values ('red', 7) on conflict (name) do update set n = 7",
      {
        undo: true,
      },
    );
    await run("update tags set n = 8 where name = 'red'");
    expect((await undo(upsert.body.run?.id)).body.error).toMatchObject({
      code: "RH302",
      details: [{ table: "tags" }],
    });
  });

  it("is one's own: a colleague's run is not there", async () => {
    const { body } = await run("update posts set views = 7 where id = 1", { undo: true });
    expect((await undo(body.run?.id, colleague)).status).toBe(404);
  });
});
