import { completeTable } from "./complete-table.ts";
import type { Table } from "./types.ts";

/** The table with which every database starts: the end users of the generated app. */
export const usersTable: Table = completeTable({
  name: "users",
  description: "People who can sign in to the app.",
  columns: [
    { name: "email", type: "text", unique: true, required: true },
    {
      name: "password_hash",
      type: "text",
      required: true,
      description: "Can be written, never read: it is kept with the credentials.",
    },
    { name: "full_name", type: "text" },
    { name: "avatar_url", type: "text" },
  ],
});
