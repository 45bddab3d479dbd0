import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Connection,
  connectSnippets,
  type Framework,
  insertSnippet,
  querySnippet,
} from "#lib/catalog/codegen/snippets.ts";
import type { Table } from "#lib/catalog/types.ts";
import { createProjectKey } from "#lib/operations/keys/create-project-key.ts";
import { createProjectWithDatabase } from "#lib/operations/projects/create-project-with-database.ts";
import { applySchema } from "#lib/operations/schema/apply-schema.ts";
import { type AuthApp, authApp } from "#tests/harness/auth-app.ts";
import { findBrowser } from "#tests/harness/find-browser.ts";
import { startStaticPage } from "#tests/harness/static-page.ts";

/** An app as people write it, in a real browser, on an origin of its own, with the published bundle of supabase-js. */
let app: AuthApp;
let site: Awaited<ReturnType<typeof startStaticPage>>;
let browser: Browser;
let page: Page;
let table: Table;

interface Project {
  readonly byPath: Connection;
  readonly byName: Connection;
  readonly secret: string;
}
let first: Project;
let second: Project;

beforeAll(async () => {
  const { executablePath, env } = await findBrowser();
  [app, site] = await Promise.all([authApp(), startStaticPage()]);
  browser = await chromium.launch({
    executablePath,
    env: { ...process.env, ...env } as Record<string, string>,
    args: ["--no-sandbox", "--disable-background-networking"],
  });
  [first, second] = [await project("Notes"), await project("Other notes")];
}, 60_000);

beforeEach(async () => {
  await page?.context().close();
  page = await (await browser.newContext()).newPage();
  await page.goto(site.url);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await app?.close();
});

async function project(name: string): Promise<Project> {
  const { project: made, database, keys } = await createProjectWithDatabase(app.owner, { name });
  const { tables } = await applySchema(app.owner, database.id, {
    changes: [
      {
        kind: "create_table",
        table: {
          name: "notes",
          columns: [
            { name: "title", type: "text", required: true },
            { name: "owner", type: "uuid", default: "auth.uid()" },
          ],
          policies: [{ name: "own", roles: ["authenticated"], using: "owner = auth.uid()" }],
        },
      },
    ],
  });
  const notes = tables.find(({ table_name }) => table_name === "notes");
  if (notes === undefined) throw new Error("the table is not there");
  table = notes.schema;
  const secret = await createProjectKey(app.owner, made.id, { kind: "secret", name: "server" });
  const { port } = new URL(app.url);
  const common = { ref: made.ref, key: keys.anon };
  return {
    byPath: { ...common, url: `http://127.0.0.1:${port}/p/${made.ref}`, isPathBased: true },
    byName: { ...common, url: `http://${made.ref}.localhost:${port}`, isPathBased: false },
    secret: secret.token ?? "",
  };
}

/** The lines that the Connect page shows, as a script: imports, types and the environment put in their places. */
function clientScript(framework: Framework, connection: Connection): string {
  const snippets = connectSnippets(framework, connection, table);
  const variables = snippets.find(({ language }) => language === "env")?.text.split("\n") ?? [];
  const text = snippets.find(({ file }) => file.endsWith("lib/client.ts"))?.text ?? "";
  const script = text
    .replace(/^import \{ createClient \}.*$/m, "const { createClient } = window.supabase")
    .replaceAll(/^import .*$/gm, "")
    .replace("<Database>", "")
    .replace(/^(?=const isWeb)/m, 'const Platform = { OS: "web" }\n')
    .replace("export const", "const");
  return variables.reduce((written, line) => {
    const [name = "", value = ""] = [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)];
    return written.replace(
      new RegExp(`(?:process\\.env\\.|import\\.meta\\.env\\.)?\\b${name}\\b!?`),
      JSON.stringify(value),
    );
  }, script);
}

/** Runs a body with `client` in the page. */
function run(connection: Connection, body: string, framework: Framework = "React"): Promise<unknown> {
  return page.evaluate(`(async () => { ${clientScript(framework, connection)}\n${body} })()`);
}

const account = `{ email: "kim@example.org", password: "correct horse battery" }`;

describe("an app in a browser", () => {
  it.each(["Next.js", "React", "Vue", "SvelteKit", "Expo"] as const)(
    "begins with the lines for %s",
    async (framework) => {
      for (const connection of [first.byPath, first.byName]) {
        const answer = await run(connection, `${querySnippet(table)}\nreturn { data, error }`, framework);
        expect(answer).toEqual({ data: [], error: null });
      }
    },
  );

  it.each(["byPath", "byName"] as const)(
    "signs up, writes, reads, changes and deletes (%s)",
    async (address) => {
      const who = account.replace("kim", address.toLowerCase());
      const seen = await run(
        first[address],
        `
      const all = (q) => q.then(({ data, error, status, count }) => ({ data, code: error?.code, status, count }))
      const signedUp = await client.auth.signUp(${who})
      const made = await (async () => { ${insertSnippet(table)}; return { data, error } })()
      const listed = await all(client.from("notes").select("title, owner", { count: "exact" }))
      const changed = await all(client.from("notes").update({ title: "changed" }).eq("id", made.data.id).select("title").single())
      const head = await all(client.from("notes").select("*", { count: "exact", head: true }))
      const wrong = await all(client.from("notes").select("nope"))
      const deleted = await all(client.from("notes").delete().eq("id", made.data.id))
      return { id: signedUp.data.user.id, made: made.data.owner, listed, changed, head, wrong, deleted }`,
      );
      const { id, ...answers } = seen as { id: string };
      expect(answers).toEqual({
        made: id,
        listed: { data: [{ title: "…", owner: id }], status: 200, count: 1 },
        changed: { data: { title: "changed" }, status: 200, count: null },
        head: { data: null, status: 200, count: 1 },
        wrong: { data: null, code: "42703", status: 400, count: null },
        deleted: { data: null, status: 204, count: null },
      });
    },
  );

  it("stays signed in over a reload, in each of two projects on one host", async () => {
    const user = (connection: Connection) =>
      run(connection, "return (await client.auth.getSession()).data.session?.user.email ?? null");
    await run(first.byPath, `return (await client.auth.signUp(${account.replace("kim", "one")})).error`);
    await run(second.byPath, `return (await client.auth.signUp(${account.replace("kim", "two")})).error`);
    await page.reload();
    expect([await user(first.byPath), await user(second.byPath)]).toEqual([
      "one@example.org",
      "two@example.org",
    ]);
    await run(first.byPath, "await client.auth.signOut()");
    expect([await user(first.byPath), await user(second.byPath)]).toEqual([null, "two@example.org"]);
  });

  it("gets nowhere with a secret of the server, or with a key of another project", async () => {
    for (const key of [second.byPath.key, first.secret]) {
      const code = `const { error, status } = await client.from("notes").select(); return [status, error?.code]`;
      expect(await run({ ...first.byPath, key }, code)).toEqual([401, "PGRST301"]);
    }
  });
});
