import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rebaseChanges } from "#lib/catalog/changes/rebase-changes.ts";
import type { Change, Position, Schema, Table } from "#lib/catalog/types.ts";
import { newDatabase } from "./api-client.ts";
import { type OwnedApi, ownedApi } from "./owned-api.ts";

let api: OwnedApi;
let owner: OwnedApi["owner"];
let base: string;

beforeAll(async () => {
  api = await ownedApi("drafts@example.org");
  owner = api.owner;
});
afterAll(async () => {
  await api.close();
});
beforeEach(async () => {
  base = `/api/database/${(await newDatabase(owner, "Drafts")).databaseId}`;
  const posts = {
    name: "posts",
    columns: [
      { name: "title", type: "text" },
      { name: "body", type: "text" },
    ],
  };
  await apply([{ kind: "create_table", table: posts } as Change]);
});

const apply = (changes: readonly Change[], more: object = {}) =>
  owner("POST", `${base}/schema/apply`, { changes, ...more });

interface Listed extends Schema {
  readonly version: number;
  readonly positions: { readonly [table: string]: Position | null };
}

async function list(): Promise<Listed> {
  const { body } = await owner("GET", `${base}/tables`);
  const { items, version } = body as unknown as {
    items: readonly { schema: Table; position: Position | null }[];
    version: number;
  };
  return {
    version,
    tables: items.map(({ schema }) => schema),
    positions: Object.fromEntries(items.map(({ schema, position }) => [schema.name, position])),
  };
}

const column = (name: string): Change => ({
  kind: "add_column",
  table: "posts",
  column: { name, type: "text" },
});
const retype = (type: "integer" | "richtext", more: object = {}): Change => ({
  kind: "alter_column",
  table: "posts",
  column: "title",
  set: { type, ...more },
});

/** Applies a draft, and what is left of it after a refusal, as the console does. */
async function applyDraft(before: Listed, mine: readonly Change[], winning: readonly number[] = []) {
  const refused = await apply(mine, { base_version: before.version });
  expect(refused.status).toBe(409);
  const { details } = refused.body.error as unknown as {
    details: { version: number; changes: readonly { changes: readonly Change[] }[] };
  };
  const current = await list();
  expect(details.version).toBe(current.version);
  const theirs = details.changes.flatMap(({ changes }) => changes);
  const rebased = rebaseChanges({ base: before, theirs, current, mine, winning: new Set(winning) });
  const applied = await apply(rebased.changes, { base_version: current.version });
  return { rebased, status: applied.status };
}

describe("a draft that was made for an older version", () => {
  it("is refused by a dry run too, with what is newer, before anything else is looked at", async () => {
    const before = await list();
    await apply([column("slug")]);
    const { status, body } = await apply([retype("integer")], {
      base_version: before.version,
      dry_run: true,
    });
    expect(status).toBe(409);
    expect(body.error).toMatchObject({
      code: "RH202",
      details: { changes: [{ changes: [column("slug")] }] },
    });
  });

  it("is applied under the new names of what it is about", async () => {
    const before = await list();
    await apply([
      { kind: "rename_column", table: "posts", column: "title", to: "headline" },
      { kind: "rename_table", table: "posts", to: "articles" },
    ]);
    const { rebased, status } = await applyDraft(before, [column("slug"), retype("richtext")]);
    expect([rebased.conflicts, status]).toEqual([[], 200]);
    const articles = (await list()).tables.find(({ name }) => name === "articles");
    expect(articles?.columns.find(({ name }) => name === "headline")?.type).toBe("richtext");
    expect(articles?.columns.some(({ name }) => name === "slug")).toBe(true);
  });

  it("leaves what others decided as it is, unless it is told to win", async () => {
    const before = await list();
    await apply([retype("richtext")]);
    const mine = [retype("integer", { required: true })];
    const { rebased } = await applyDraft(before, mine);
    expect(rebased.conflicts).toMatchObject([{ index: 0, kind: "both", canWin: true }]);
    const title = async () =>
      (await list()).tables
        .find(({ name }) => name === "posts")
        ?.columns.find(({ name }) => name === "title");
    expect(await title()).toMatchObject({ type: "richtext", required: true });

    const again = await list();
    await apply([retype("richtext", { description: "A line" })]);
    await applyDraft(again, [retype("integer")], [0]);
    expect(await title()).toMatchObject({ type: "integer", description: "A line" });
  });

  it("keeps where tables stand apart from what they are", async () => {
    const before = await list();
    await apply([{ kind: "move_table", table: "posts", position: { x: 40, y: 60 } }]);
    const { rebased, status } = await applyDraft(before, [column("slug")]);
    expect([rebased.conflicts, status]).toEqual([[], 200]);
    expect((await list()).positions.posts).toEqual({ x: 40, y: 60 });
  });

  it("restores what was dropped, in the same transaction as the rest", async () => {
    await apply([{ kind: "drop_column", table: "posts", column: "body" }]);
    const { version } = await list();
    const { status } = await apply(
      [{ kind: "restore_column", table: "posts", column: "body" }, column("slug")],
      {
        base_version: version,
      },
    );
    expect(status).toBe(200);
    const posts = (await list()).tables.find(({ name }) => name === "posts");
    expect(posts?.columns.map(({ name }) => name)).toEqual(expect.arrayContaining(["body", "slug"]));
  });
});
