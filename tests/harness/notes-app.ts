import { randomUUID } from "node:crypto";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type AppProject, appProject } from "./app-project.ts";
import { sqlServer } from "./sql-project.ts";

type Results = Awaited<ReturnType<typeof runSql>>["results"];

/** Two users' ids. */
export const [ann, ben] = [randomUUID(), randomUUID()];

const [annsNote, bensNote] = [randomUUID(), randomUUID()];

/** An app in which each user sees their own note without its secret, and everybody all lines. */
export interface NotesApp {
  readonly app: AppProject;
  /** Typed SQL, as a member of the project. */
  call(query: string): Promise<Results>;
  close(): Promise<void>;
}

export async function notesApp(): Promise<NotesApp> {
  const harness = await accountsRuntime();
  const typedSql = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: typedSql.sqlParser, sqlRunner: typedSql.sqlRunner });
  const app = await appProject("rules");
  await app.apply(
    {
      kind: "create_table",
      table: {
        name: "notes",
        columns: [
          { name: "title", type: "text", indexed: true },
          { name: "owner", type: "uuid" },
          { name: "secret", type: "text" },
        ],
        policies: [{ name: "own", using: "owner = auth.uid()" }],
      },
    },
    {
      kind: "create_table",
      table: {
        name: "lines",
        columns: [
          { name: "text", type: "text" },
          { name: "note_id", type: "uuid", references: { table: "notes", column: "id" } },
        ],
        policies: [{ name: "all", command: "select", using: "true" }],
      },
    },
    { kind: "revoke", table: "notes", roles: ["authenticated"], privileges: ["select"], columns: ["secret"] },
  );
  await app.insert("notes", [
    { id: annsNote, title: "ann", owner: ann, secret: "a" },
    { id: bensNote, title: "ben", owner: ben, secret: "b" },
  ]);
  await app.insert("lines", [
    { text: "of ann", note_id: annsNote },
    { text: "of ben", note_id: bensNote },
  ]);
  return {
    app,
    call: async (query) => (await runSql(app.actor, app.databaseId, { query })).results,
    async close() {
      await typedSql.close();
      await harness.close();
    },
  };
}
