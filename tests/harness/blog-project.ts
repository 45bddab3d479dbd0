import type { Change, Json } from "#lib/catalog/types.ts";
import { type AppProject, appProject } from "./app-project.ts";

const tables: readonly Change[] = [
  {
    kind: "create_table",
    table: {
      name: "authors",
      columns: [
        { name: "id", type: "bigint", primary_key: true },
        { name: "name", type: "text", required: true },
        { name: "born", type: "integer" },
      ],
    },
  },
  {
    kind: "create_table",
    table: {
      name: "posts",
      columns: [
        { name: "id", type: "bigint", primary_key: true },
        { name: "title", type: "text", required: true, indexed: true },
        { name: "status", type: "enum", enum_values: ["draft", "live"], default: "draft" },
        { name: "views", type: "integer", indexed: true },
        { name: "price", type: "numeric" },
        { name: "meta", type: "jsonb" },
        { name: "labels", type: "text[]" },
        { name: "slug", type: "text", unique: true },
        { name: "author_id", type: "bigint", references: { table: "authors", column: "id" } },
        { name: "editor_id", type: "bigint", references: { table: "authors", column: "id" } },
      ],
    },
  },
  {
    kind: "create_table",
    table: {
      name: "comments",
      columns: [
        { name: "id", type: "uuid", primary_key: true, default: "gen_random_uuid()" },
        { name: "body", type: "text", required: true },
        {
          name: "post_id",
          type: "bigint",
          references: { table: "posts", column: "id", on_delete: "cascade" },
        },
      ],
    },
  },
  {
    kind: "create_table",
    table: {
      name: "topics",
      columns: [
        { name: "id", type: "bigint", primary_key: true },
        { name: "word", type: "text" },
      ],
    },
  },
  {
    kind: "create_table",
    table: {
      name: "posts_topics",
      columns: [
        { name: "post_id", type: "bigint", references: { table: "posts", column: "id" } },
        { name: "topic_id", type: "bigint", references: { table: "topics", column: "id" } },
      ],
      constraints: [{ kind: "primary_key", columns: ["post_id", "topic_id"] }],
    },
  },
];

const rows: { readonly [table: string]: readonly Record<string, Json>[] } = {
  authors: [
    { id: 1, name: "Ada", born: 1815 },
    { id: 2, name: "Grace", born: 1906 },
    { id: 3, name: "Alan", born: null },
  ],
  posts: [
    post(1, "Engines", { status: "live", views: 30, author_id: 1, editor_id: 2, price: "9.90" }),
    post(2, "Notes", { status: "draft", views: 10, author_id: 1, meta: { tags: ["a", "b"], n: 7 } }),
    post(3, "Compilers", { status: "live", views: 20, author_id: 2, labels: ["x", "y,z"] }),
    post(4, "Orphan", { status: "live", views: null }),
  ],
  comments: [
    { body: "First", post_id: 1 },
    { body: "Second", post_id: 1 },
    { body: "Third", post_id: 3 },
  ],
  topics: [
    { id: 1, word: "math" },
    { id: 2, word: "ships" },
  ],
  posts_topics: [
    { post_id: 1, topic_id: 1 },
    { post_id: 3, topic_id: 1 },
    { post_id: 3, topic_id: 2 },
  ],
};

function post(id: number, title: string, more: Record<string, Json>): Record<string, Json> {
  return { id, title, slug: title.toLowerCase(), ...more };
}

/** A project whose app is a small blog: every kind of relationship, a few rows. */
export async function blogProject(): Promise<AppProject> {
  const app = await appProject("blog");
  await app.apply(...tables);
  for (const [table, records] of Object.entries(rows)) await app.insert(table, records);
  return app;
}
