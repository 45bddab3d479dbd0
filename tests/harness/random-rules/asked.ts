import { users } from "./world.ts";

/** A request of an app, and the statement that it is. */
export interface Asked {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly prefer?: string;
  readonly body?: unknown;
  /** Rows as JSON, in one column `rows`, or no row where nothing is answered. */
  readonly native: string;
}

export type Value = string | number | null;

export const values: { readonly [column: string]: readonly Value[] } = {
  id: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  team_id: [1, 2, 3, null],
  post_id: [1, 2, 4, 5, 7, null],
  parent_id: [1, 4, 7, null],
  person: [...users],
  author: [...users, null],
  owner: [...users, null],
  name: ["red", "blue", "green", null],
  title: ["one", "two", "five", "new", "other", null],
  body: ["a", "c", "z", null],
  n: [0, 1, 2, 4, 7, 60, 1200, null],
  doubled: [2, 4, 8],
  state: ["live", "draft"],
};

export const quoted = (value: Value) =>
  value === null ? "null" : typeof value === "number" ? String(value) : `'${value}'`;
