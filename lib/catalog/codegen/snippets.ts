import { isFilledByServer } from "../column-facts.ts";
import type { Column, Table } from "../types.ts";
import { propertyKey } from "./column-type.ts";
import { exampleOf } from "./example-files.ts";
import { sampleValue } from "./sample-value.ts";

/** How an app reaches a project. */
export interface Connection {
  /** `http://<ref>.localhost:3000`, or `http://localhost:3000/p/<ref>`. */
  readonly url: string;
  readonly ref: string;
  /** A publishable or anon key. */
  readonly key: string;
  /** Whether projects of one host share an address, and hence the browser's storage. */
  readonly isPathBased: boolean;
}

// The first is what most generated apps are made with.
export const frameworks = ["React", "Next.js", "Vue", "SvelteKit", "Expo", "Node", "Python", "curl"] as const;
export type Framework = (typeof frameworks)[number];

export interface Snippet {
  readonly file: string;
  readonly language: "ts" | "sh" | "env" | "py";
  readonly text: string;
}

/** Names of the environment's variables, and how the framework's code reads them. */
const environments: {
  readonly [framework in Framework]?: {
    readonly prefix: string;
    readonly read: (name: string) => string;
    readonly file: string;
  };
} = {
  "Next.js": { prefix: "NEXT_PUBLIC_", read: (name) => `process.env.${name}!`, file: ".env.local" },
  React: { prefix: "VITE_", read: (name) => `import.meta.env.${name}`, file: ".env.local" },
  Vue: { prefix: "VITE_", read: (name) => `import.meta.env.${name}`, file: ".env.local" },
  // Vite's own way: SvelteKit's modules of the environment are others in its version 2 than in 3.
  SvelteKit: { prefix: "VITE_", read: (name) => `import.meta.env.${name}`, file: ".env" },
  Expo: { prefix: "EXPO_PUBLIC_", read: (name) => `process.env.${name}!`, file: ".env" },
  Node: { prefix: "", read: (name) => `process.env.${name}!`, file: ".env" },
};

/** All that an app of a framework needs to begin: what to install, the environment, the client, and a file with one query. */
export function connectSnippets(
  framework: Framework,
  connection: Connection,
  table: Table,
): readonly Snippet[] {
  if (framework === "curl") return [{ file: "", language: "sh", text: curlSnippet(connection, table) }];
  if (framework === "Python") return pythonSnippets(connection, table);
  const environment = environments[framework];
  if (environment === undefined) return [];
  const { prefix, read, file } = environment;
  const [url, key] = [`${prefix}SUPABASE_URL`, `${prefix}SUPABASE_KEY`];
  const example = exampleOf(framework, querySnippet(table));
  return [
    { file: "", language: "sh", text: installText(framework) },
    { file, language: "env", text: `${url}=${connection.url}\n${key}=${connection.key}` },
    {
      file: example.client,
      language: "ts",
      text: clientText(framework, connection, [read(url), read(key)]),
    },
    { file: example.file, language: "ts", text: example.text },
    ...(framework === "Node"
      ? [
          {
            file: "",
            language: "sh",
            text: `# Node 22.18 or newer\nnode --env-file=${file} ${example.file}`,
          } as const,
        ]
      : []),
  ];
}

function installText(framework: Framework): string {
  if (framework !== "Expo") return "npm install @supabase/supabase-js";
  return "npx expo install @supabase/supabase-js @react-native-async-storage/async-storage";
}

/** A query that works as it stands, in supabase-js's words. */
export function querySnippet(table: Table): string {
  const own = table.columns.find(
    ({ primary_key, type, references }) =>
      primary_key !== true && type !== "jsonb" && (references === undefined || references === null),
  );
  const order = table.columns.some(({ name }) => name === "created_at") ? "created_at" : own?.name;
  return [
    "const { data, error } = await client",
    `  .from(${JSON.stringify(table.name)})`,
    '  .select("*")',
    ...(order === undefined ? [] : [`  .order(${JSON.stringify(order)}, { ascending: false })`]),
    "  .limit(20)",
  ].join("\n");
}

/** Writing one row, with the columns that it needs; a reference is for the reader to fill in, and says so. */
export function insertSnippet(table: Table): string {
  const needed = table.columns.filter((column) => isNeeded(table, column));
  const fields = needed.map((column) => `${propertyKey(column.name)}: ${sampleValue(column)}`);
  const isPlain = needed.every(({ references }) => references == null);
  const remarks = needed.map(({ references }) =>
    references == null ? "" : ` // the ${references.column} of a row of ${references.table}`,
  );
  const lines = fields.map((field, index) => `    ${field},${remarks[index]}\n`).join("");
  return [
    "const { data, error } = await client",
    `  .from(${JSON.stringify(table.name)})`,
    isPlain
      ? `  .insert(${fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`})`
      : `  .insert({\n${lines}  })`,
    "  .select()",
    "  .single()",
  ].join("\n");
}

/** Whether a row cannot be without a value that somebody gives. */
function isNeeded(table: Table, column: Column): boolean {
  const isAsked = column.required === true || column.primary_key === true;
  return isAsked && !isFilledByServer(table, column) && column.name !== "password_hash";
}

/** Calling a stored function with these arguments. */
export function callSnippet(name: string, given: readonly Column[]): string {
  const called = `const { data, error } = await client.rpc(${JSON.stringify(name)}`;
  if (given.length === 0) return `${called})`;
  const lines = given.map((argument) => `  ${propertyKey(argument.name)}: ${sampleValue(argument)},`);
  return `${called}, {\n${lines.join("\n")}\n})`;
}

export function curlSnippet({ url, key }: Connection, table: Table): string {
  return [
    `curl '${url}/rest/v1/${pathPart(table.name)}?select=*&limit=20' \\`,
    `  -H 'apikey: ${key}' \\`,
    `  -H 'Authorization: Bearer ${key}'`,
  ].join("\n");
}

/** Fetches the generated types into the file that the snippets import. */
export function typesCommand(origin: string, databaseId: string, flavor: string): string {
  return [
    `curl -f '${origin}/api/database/${databaseId}/types?for=${flavor}' \\`,
    "  -H 'Authorization: Bearer <your token>' -o database.types.ts",
  ].join("\n");
}

/** A name in an address that stands between quotes of a shell. */
function pathPart(name: string): string {
  return encodeURIComponent(name).replaceAll("'", "%27");
}

function clientText(
  framework: Framework,
  { isPathBased, ref }: Connection,
  [url, key]: readonly [string, string],
): string {
  const isServer = framework === "Node";
  const isPhone = framework === "Expo";
  const auth = [
    // A phone has no localStorage, and no address that a link could come back to. The same app on the web has both, but
    // not while its pages are made on a server, where AsyncStorage asks for a window.
    ...(isPhone ? ["storage: isWeb ? undefined : AsyncStorage", "detectSessionInUrl: isWeb"] : []),
    // All projects under one host would else share one place in the browser, and sign each other out.
    ...(isPathBased && !isServer ? [`storageKey: "sb-${ref}-auth-token"`] : []),
    ...(isServer ? ["persistSession: false"] : []),
  ];
  const options = auth.length === 0 ? "" : `, {\n  auth: { ${auth.join(", ")} },\n}`;
  return [
    ...(isPhone ? ['import AsyncStorage from "@react-native-async-storage/async-storage"'] : []),
    'import { createClient } from "@supabase/supabase-js"',
    ...(isPhone ? ['import { Platform } from "react-native"'] : []),
    `import type { Database } from "./database.types${isServer ? ".ts" : ""}"`,
    "",
    ...(isPhone ? ['const isWeb = Platform.OS === "web"'] : []),
    `export const client = createClient<Database>(${url}, ${key}${options})`,
  ].join("\n");
}

function pythonSnippets({ url, key }: Connection, table: Table): readonly Snippet[] {
  return [
    { file: "", language: "sh", text: "pip install supabase" },
    {
      file: "app.py",
      language: "py",
      text: [
        "from supabase import create_client",
        "",
        `client = create_client("${url}", "${key}")`,
        // JSON's strings are Python's, too.
        `rows = client.table(${JSON.stringify(table.name)}).select("*").limit(20).execute().data`,
        "print(rows)",
      ].join("\n"),
    },
  ];
}
