import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TypedSchema } from "#lib/catalog/codegen/column-type.ts";
import { kyselyTypes } from "#lib/catalog/codegen/kysely-types.ts";
import { supabaseTypes } from "#lib/catalog/codegen/supabase-types.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Table } from "#lib/catalog/types.ts";
import { usersTable } from "#lib/catalog/users-table.ts";
import { newTable } from "#lib/engine/evolve/new-table.ts";

const posts: Table = completeTable({
  name: "posts",
  description: "What is read */ const evil = 1\nby anybody",
  columns: [
    { name: "title", type: "text", required: true, description: "In bold" },
    { name: "body", type: "richtext" },
    { name: "status", type: "enum", enum_values: ["draft", "live"], required: true, default: "draft" },
    { name: "price", type: "numeric" },
    { name: "tags", type: "text[]" },
    { name: "meta", type: "jsonb", required: true },
    { name: "words", type: "integer", generated: "length(body)" },
    {
      name: "author_id",
      type: "uuid",
      required: true,
      references: { table: "users", column: "id", on_delete: "cascade" },
    },
  ],
});
const profiles: Table = completeTable({
  name: "profiles",
  columns: [
    { name: "bio", type: "text" },
    { name: "user_id", type: "uuid", unique: true, references: { table: "users", column: "id" } },
  ],
});

const postsTable = newTable(posts);
const rowsOfPosts = { kind: "rows", columns: [{ name: "title", type: "text" }], isSet: true } as const;
const reading = { volatility: "stable", body: "", query: "", reads: [] } as const;
const text = { kind: "value", type: "text", isSet: false } as const;
const ofPost = { name: null, type: "posts", row: { id: postsTable.id, name: "posts" } };
const ofMood = { name: "m", type: "moods", row: { id: "w", name: "moods" } };
const schema: TypedSchema = {
  tables: [newTable(usersTable, { isAuth: true }), postsTable, newTable(profiles)],
  views: [
    {
      id: "v",
      name: "post_counts",
      description: "How many of whom",
      query: "",
      columns: [
        { name: "author_id", type: "uuid" },
        { name: "total", type: "bigint" },
      ],
      reads: [],
    },
    { id: "w", name: "moods", query: "", columns: [{ name: "mood", type: "text", labels: "e" }], reads: [] },
  ],
  functions: [
    {
      id: "f",
      name: "add",
      description: "The sum",
      arguments: [
        { name: "a", type: "integer" },
        { name: "b", type: "integer", default: "1" },
      ],
      returns: { kind: "value", type: "integer", isSet: false },
      volatility: "immutable",
      body: "",
      query: "",
      reads: [],
    },
    {
      id: "g",
      name: "titles",
      arguments: [],
      returns: { kind: "rows", columns: [{ name: "title", type: "text" }], isSet: true },
      volatility: "stable",
      body: "",
      query: "",
      reads: [],
    },
    {
      id: "h",
      name: "newest_posts",
      arguments: [],
      returns: {
        kind: "rows",
        columns: [
          { name: "title", type: "text" },
          { name: "body", type: "text" },
        ],
        isSet: true,
        of: postsTable.id,
      },
      volatility: "stable",
      body: "",
      query: "",
      reads: [],
    },
    {
      id: "i",
      name: "note_event",
      arguments: [{ name: null, type: "jsonb" }],
      returns: { kind: "void" },
      volatility: "volatile",
      body: "",
      query: "",
      reads: [],
    },
    {
      ...{ id: "j", name: "first_post", arguments: [], ...reading },
      returns: { ...rowsOfPosts, isSingle: true, of: postsTable.id },
    },
    { id: "k", name: "shout", arguments: [ofPost], returns: text, ...reading },
    { id: "p", name: "count_words", arguments: [{ ...ofPost, name: "post" }], returns: text, ...reading },
    { id: "l", name: "mood_words", arguments: [ofMood], returns: text, ...reading },
    { id: "m", name: "hidden", arguments: [{ name: null, type: "integer" }], returns: text, ...reading },
    { id: "n", name: "pick", arguments: [{ name: "a", type: "integer" }], returns: text, ...reading },
    { id: "o", name: "pick", arguments: [{ name: "a", type: "text" }], returns: text, ...reading },
  ],
  enums: [{ id: "e", name: "mood", values: ["sad", "ok"], uses: [] }],
};

/** What an app writes; each `@ts-expect-error` is a mistake that the types must find. */
const supabaseSample = `
import { createClient } from "@supabase/supabase-js"
import { Constants, type Database, type Enums, type Tables, type TablesInsert } from "./database.types"

const client = createClient<Database>("http://localhost", "key")

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <T extends true>(value: T) => value

export async function sample() {
  const { data } = await client.from("posts").select("id, title, body, status, price, tags, users(email), words").single()
  if (data === null) return
  same<Equal<typeof data.title, string>>(true)
  same<Equal<typeof data.body, string | null>>(true)
  same<Equal<typeof data.status, "draft" | "live">>(true)
  same<Equal<typeof data.price, number | null>>(true)
  same<Equal<typeof data.tags, string[] | null>>(true)
  same<Equal<typeof data.users, { email: string }>>(true)
  const one = await client.from("users").select("email, profiles(bio), posts(title)").single()
  if (one.data === null) return
  same<Equal<typeof one.data.profiles, { bio: string | null } | null>>(true)
  same<Equal<typeof one.data.posts, { title: string }[]>>(true)
  await client.from("posts").insert({ title: "a", meta: {}, author_id: "x" })
  await client.from("posts").update({ title: "b" }).eq("status", "live")
  await client.from("users").insert({ email: "a@example.com" })
  const counts = await client.from("post_counts").select("total")
  same<Equal<NonNullable<typeof counts.data>[number]["total"], number | null>>(true)
  const sum = await client.rpc("add", { a: 1 })
  same<Equal<typeof sum.data, number | null>>(true)
  const titles = await client.rpc("titles")
  same<Equal<NonNullable<typeof titles.data>[number]["title"], string>>(true)
  const newest = await client.rpc("newest_posts")
  same<Equal<NonNullable<typeof newest.data>[number], { title: string; body: string | null }>>(true)
  const shown = await client.rpc("newest_posts").select("title, users(email)")
  same<Equal<NonNullable<typeof shown.data>[number]["users"], { email: string }>>(true)
  await client.rpc("note_event", { "": { any: "thing" } })
  const first = await client.rpc("first_post")
  same<Equal<NonNullable<typeof first.data>, { title: string }[]>>(true)
  const whole = await client.from("posts").select("*").single()
  same<Equal<"shout" extends keyof NonNullable<typeof whole.data> ? 1 : 0, 0>>(true)
  const computed = await client.from("posts").select("shout").single()
  same<Equal<typeof computed.data, { shout: string | null } | null>>(true)
  if (whole.data !== null) await client.rpc("count_words", { post: whole.data })
  const moods = await client.from("moods").select("mood, mood_words").single()
  same<Equal<typeof moods.data, { mood: "sad" | "ok" | null; mood_words: string | null } | null>>(true)
  const picked = await client.rpc("pick", { a: "x" })
  same<Equal<NonNullable<typeof picked.data> extends { error: true } ? 1 : 0, 1>>(true)
  const named: Tables<{ schema: "public" }, "posts"> | TablesInsert<{ schema: "public" }, "profiles"> = { bio: null }
  // @ts-expect-error nothing that the client sends is its argument
  await client.rpc("hidden")
  // @ts-expect-error no document is no value
  await client.from("posts").update({ meta: null })
  const row: Tables<"posts"> | null = null
  const fresh: TablesInsert<"profiles"> = { bio: null }
  const mood: Enums<"mood"> = Constants.public.Enums.mood[0]
  // @ts-expect-error title is required
  await client.from("posts").insert({ meta: {}, author_id: "x" })
  // @ts-expect-error words is generated
  await client.from("posts").insert({ title: "a", meta: {}, author_id: "x", words: 1 })
  // @ts-expect-error there is no such status
  await client.from("posts").update({ status: "gone" })
  // @ts-expect-error there is no such table
  await client.from("pages").select()
  // @ts-expect-error what is kept with the credentials is in no row
  const secret: Tables<"users">["password_hash"] = ""
  // @ts-expect-error nor is it written as one
  await client.from("users").update({ password_hash: "x" })
  return [row, fresh, mood, secret, named]
}
`;

const kyselySample = `
import type { Kysely } from "kysely"
import type { DB } from "./kysely.types"

export async function sample(db: Kysely<DB>) {
  const rows = await db.selectFrom("posts").innerJoin("users", "users.id", "posts.author_id").select(["title", "email", "body"]).execute()
  const title: string = rows[0]!.title
  const body: string | null = rows[0]!.body
  await db.insertInto("posts").values({ title: "a", meta: "{}", author_id: "x" }).execute()
  // @ts-expect-error title is required
  await db.insertInto("posts").values({ meta: "{}", author_id: "x" }).execute()
  // @ts-expect-error words is generated
  await db.updateTable("posts").set({ words: 1 }).execute()
  return [title, body]
}
`;

it.each([
  ["Supabase's", supabaseTypes(schema), ["posts: {", "post_counts: {", "add: {"]],
  ["Kysely's", kyselyTypes(schema), ["export interface Posts {", "export interface PostCounts {"]],
])("%s types have what is said of tables, columns, views and functions as comments", (_, text, names) => {
  const lines = text.split("\n").map((line) => line.trim());
  const before = (name: string) => lines[lines.findIndex((line) => line.startsWith(name)) - 1];
  expect(lines).toContain("* What is read *\\/ const evil = 1");
  expect(names.map(before)).toEqual(
    ["*/", "/** How many of whom */", "/** The sum */"].slice(0, names.length),
  );
  expect(before("title: ")).toBe("/** In bold */");
  // Nothing is said of what nobody described.
  expect(text).not.toContain("/**  */");
});

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rowhouse-types-"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "database.types.ts"), supabaseTypes(schema));
  writeFileSync(join(folder, "kysely.types.ts"), kyselyTypes(schema));
  writeFileSync(join(folder, "supabase-sample.ts"), supabaseSample);
  writeFileSync(join(folder, "kysely-sample.ts"), kyselySample);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: "es2022",
    module: "esnext",
    moduleResolution: "bundler",
    skipLibCheck: true,
    types: [],
  };
  const files = ["supabase-sample.ts", "kysely-sample.ts"];
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("Kysely's types have a name of its own for each table and view, whatever these are called", () => {
  const called = ["order_items", "order items", "表", "___", "json", "DB"];
  const tables = called.map((name) => newTable({ ...profiles, name }));
  const views = (schema.views ?? []).slice(0, 1).map((view) => ({ ...view, name: "orderItems" }));
  const text = kyselyTypes({ tables, views });
  expect(text.match(/(?<=^export interface )\S+/gm)?.toSorted()).toEqual([
    "DB",
    "DB2",
    "Json2",
    "OrderItems",
    "OrderItems2",
    "OrderItems3",
    "T",
    "表",
  ]);
  expect(text).toMatch(/^ {2}orderItems: OrderItems3$/m);
});

describe("generated types", () => {
  it("let an app that is right compile, and none of its mistakes, with the real clients", () => {
    const { stdout, status } = spawnSync(
      process.execPath,
      [resolve("node_modules/typescript/bin/tsc"), "-p", folder],
      { encoding: "utf8" },
    );
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });

  it("name relationships, optional and never-written columns as Supabase's generator does", () => {
    const text = supabaseTypes({ tables: schema.tables.slice(0, 2) });
    expect(text).toContain(`            foreignKeyName: "posts_author_id_fkey"
            columns: ["author_id"]
            isOneToOne: false
            referencedRelation: "users"
            referencedColumns: ["id"]`);
    expect(text).toContain("words?: never");
    expect(text).toContain(`    Views: {
      [_ in never]: never
    }`);
  });
});
