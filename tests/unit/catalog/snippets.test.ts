import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { connectSnippets, frameworks, insertSnippet } from "#lib/catalog/codegen/snippets.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Column } from "#lib/catalog/types.ts";

const table = completeTable({
  name: "posts",
  columns: [
    { name: "title", type: "text", required: true },
    { name: "price", type: "numeric", required: true },
    { name: "notes", type: "text" },
  ],
});
const connection = {
  url: "http://localhost:3000/p/abcdefgh",
  ref: "abcdefgh",
  key: "KEY",
  isPathBased: true,
};
const text = (framework: (typeof frameworks)[number], isPathBased: boolean) =>
  connectSnippets(framework, { ...connection, isPathBased }, table)
    .map((snippet) => snippet.text)
    .join("\n");

describe("snippets to connect an app", () => {
  it.each(frameworks)("for %s hold the address, the key and a query of the table", (framework) => {
    const all = text(framework, true);
    expect(all).toContain(connection.url);
    expect(all).toContain("KEY");
    if (framework !== "curl" && framework !== "Python") expect(all).toContain("createClient<Database>");
  });

  it.each(frameworks.filter((name) => name !== "curl" && name !== "Python"))(
    "for %s hold a file with a query that finds the client",
    (framework) => {
      const files = connectSnippets(framework, connection, table).filter(({ language }) => language === "ts");
      const [client, example] = files;
      // By its place: aliases differ from one version of a framework to the next.
      const from = /from "(\.[^"]*lib\/client(?:\.mts)?)"/.exec(example?.text ?? "")?.[1] ?? "";
      const path = posix.join(posix.dirname(example?.file ?? ""), from);
      expect(client?.file).toBe(path.endsWith(".mts") ? path : `${path}.ts`);
      expect(example?.text).toContain('.from("posts")');
    },
  );

  it("for SvelteKit ask nothing of its modules, which are others in version 3 than in 2", () => {
    const all = text("SvelteKit", true);
    expect(all).not.toMatch(/["']\$(?:env|lib|app)\//);
    expect(all).toContain("VITE_SUPABASE_KEY=KEY");
    expect(all).toContain("import.meta.env.VITE_SUPABASE_KEY");
  });

  it("for Expo are where its router looks, and leave a phone's storage to phones", () => {
    const files = connectSnippets("Expo", connection, table).map(({ file }) => file);
    expect(files).toEqual(["", ".env", "src/lib/client.ts", "src/app/index.tsx"]);
    expect(text("Expo", true)).toContain("storage: isWeb ? undefined : AsyncStorage");
  });

  it("keep sessions of two projects on one host apart, where they would share the browser's storage", () => {
    expect(text("React", true)).toContain('storageKey: "sb-abcdefgh-auth-token"');
    expect(text("React", false)).not.toContain("storageKey");
    expect(text("Node", true)).not.toContain("storageKey");
  });

  it("write the columns that a row needs", () => {
    expect(insertSnippet(table)).toContain('.insert({ title: "…", price: 1 })');
  });

  it("write names, choices and references as the table takes them", () => {
    const columns: Column[] = [
      // The key of a table that was not typed counts up by itself.
      { name: "id", type: "bigint", primary_key: true },
      { name: "due date", type: "date", required: true },
      { name: "state", type: "enum", enum_values: ["open", "done"], required: true },
      { name: "post_id", type: "uuid", required: true, references: { table: "posts", column: "id" } },
      { name: "filled", type: "uuid", required: true, default_expression: "gen()" },
    ];
    expect(insertSnippet({ name: "odd", columns })).toBe(
      [
        "const { data, error } = await client",
        '  .from("odd")',
        "  .insert({",
        '    "due date": "2026-01-31",',
        '    state: "open",',
        '    post_id: "00000000-0000-4000-8000-000000000000", // the id of a row of posts',
        "  })",
        "  .select()",
        "  .single()",
      ].join("\n"),
    );
  });

  it("hold together whatever a table is called", () => {
    const odd = { ...table, name: `it's "odd"` };
    const [shell] = connectSnippets("curl", connection, odd);
    expect(shell?.text).toContain("/rest/v1/it%27s%20%22odd%22?select=*");
    expect(connectSnippets("Python", connection, odd)[1]?.text).toContain(`.table("it's \\"odd\\"")`);
  });
});
