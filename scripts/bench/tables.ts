import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Change, Column, Json } from "#lib/catalog/types.ts";

const authorColumns: readonly Column[] = [
  { name: "name", type: "text", required: true, indexed: true },
  { name: "email", type: "email", unique: true },
];

/** Eight fields, besides the key and the timestamps that every table gets. */
const taskColumns: readonly Column[] = [
  { name: "title", type: "text", required: true },
  { name: "slug", type: "text", required: true, unique: true },
  { name: "status", type: "text", required: true, indexed: true },
  { name: "amount", type: "numeric", required: true, indexed: true },
  { name: "due", type: "timestamptz", required: true, indexed: true },
  {
    name: "author_id",
    type: "uuid",
    required: true,
    references: { table: "authors", column: "id", on_delete: "cascade" },
  },
  { name: "quantity", type: "integer" },
  { name: "notes", type: "text" },
];

export const createAuthors: Change = {
  kind: "create_table",
  table: completeTable({ name: "authors", columns: authorColumns }),
};

export const createTasks = (name = "tasks"): Change => ({
  kind: "create_table",
  table: completeTable({ name, columns: taskColumns }),
});

/** The same as people would type it, with the indexes that they would give it. */
export const nativeTables = `
create schema native;
create table native.authors (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  email text unique,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on native.authors (name);
create table native.tasks (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  slug text not null unique,
  status text not null,
  amount numeric not null,
  due timestamptz not null,
  author_id uuid not null references native.authors on delete cascade,
  quantity integer,
  notes text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on native.tasks (status);
create index on native.tasks (amount);
create index on native.tasks (due);
create index on native.tasks (author_id);`;

export const statuses = ["open", "doing", "waiting", "done", "dropped"];

export const authorRecord = (index: number): Record<string, Json> => ({
  name: `Author ${String(index).padStart(5, "0")}`,
  email: `author${index}@example.com`,
});

/** Deterministic, and spread as if at random: neighbours differ in every column. */
export function taskRecord(index: number, authorIds: readonly string[]): Record<string, Json> {
  const shuffled = (index * 48_271) % 2_147_483_647;
  return {
    title: `Task ${shuffled} of the plan for quarter ${index % 4}`,
    slug: slugOf(index),
    status: statuses[shuffled % statuses.length] ?? "open",
    amount: (shuffled % 1_000_000) / 100,
    due: new Date(Date.UTC(2026, 0, 1) + (shuffled % 31_536_000) * 1000).toISOString(),
    author_id: authorIds[shuffled % authorIds.length] ?? null,
    quantity: shuffled % 10,
    // With the rest, about 600 bytes a row in a table of one's own, indexes included.
    notes: `Written by hand, checked ${index % 7} times, with ${"more and ".repeat(20 + (index % 25))}nothing left to say.`,
  };
}

export const slugOf = (index: number) => `task-${((index * 7_919) % 1_000_003).toString(36)}-${index}`;
