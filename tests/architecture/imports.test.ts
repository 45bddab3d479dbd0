import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

/** Imported by every room, importing none: errors, SQL as a value, configuration, log. */
const leaves = ["errors", "sql", "env", "log", "derive-key"];

/** Who may import whom: docs/architecture.md draws the same table. `lib` rooms by their folder's (or file's) name. */
const arrows: { readonly [room: string]: readonly string[] } = {
  app: ["components", "data-api", "operations", "http", "catalog", "runtime", "db", "query", "ai"],
  components: ["catalog"],
  middleware: ["http", "data-api"],
  server: ["data-api", "operations", "http", "runtime", "limits", "db"],
  catalog: [],
  errors: [],
  sql: [],
  env: [],
  log: [],
  "derive-key": [],
  expression: ["catalog"],
  engine: ["expression", "catalog"],
  query: ["engine", "expression", "catalog", "db"],
  rest: ["engine", "expression", "catalog"],
  transfer: ["catalog"],
  "data-api": ["operations", "rest", "http", "auth", "runtime", "limits"],
  auth: [],
  mail: [],
  oauth: [],
  ai: ["catalog"],
  limits: [],
  db: [],
  store: ["db", "catalog"],
  operations: [
    "store",
    "db",
    "query",
    "rest",
    "expression",
    "engine",
    "catalog",
    "transfer",
    "ai",
    "auth",
    "mail",
    "oauth",
    "limits",
    "runtime",
  ],
  http: ["operations", "auth", "limits", "runtime", "catalog"],
  runtime: ["db", "store", "query", "expression", "engine", "ai", "auth", "mail", "oauth", "limits"],
};

/** An arrow that only carries types: the process's services are described where they are made. */
const typeOnly: ReadonlySet<string> = new Set([
  "app -> db",
  "app -> query",
  "app -> ai",
  "query -> db",
  "data-api -> limits",
]);

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

async function sourceFiles(): Promise<string[]> {
  const folders = ["app", "components", "lib"];
  const nested = await Promise.all(
    folders.map((folder) => readdir(path.join(root, folder), { recursive: true })),
  );
  const files = nested.flatMap((names, index) => names.map((name) => path.join(folders[index] ?? "", name)));
  return [...files.filter((file) => /\.tsx?$/.test(file)), "server.ts", "middleware.ts"];
}

function roomOf(file: string): string {
  const [top, second] = file.split(path.sep);
  if (top !== "lib") return (top ?? "").replace(/\.ts$/, "");
  // lib/env.ts and lib/env-reader.ts, lib/secret-file.ts are one room without a folder.
  const name = (second ?? "").replace(/\.ts$/, "");
  return ["env-reader", "env-providers", "secret-file"].includes(name) ? "env" : name;
}

async function importsOf(file: string): Promise<Import[]> {
  const text = await readFile(path.join(root, file), "utf8");
  const statements = text.matchAll(/^(import|export)\s+(type\s+)?[^;]*?from\s+"([^"]+)"/gm);
  return [...statements].flatMap(([, , type, specifier = ""]) => {
    const target = resolve(file, specifier);
    if (target === null || target.startsWith("..")) return [];
    return [{ file, from: roomOf(file), to: roomOf(target), isType: type !== undefined }];
  });
}

function resolve(file: string, specifier: string): string | null {
  if (specifier.startsWith("#")) return specifier.slice(1);
  return specifier.startsWith(".") ? path.join(path.dirname(file), specifier) : null;
}

describe("the house", () => {
  it("has no arrow that its table does not name", async () => {
    const files = await sourceFiles();
    const imports = (await Promise.all(files.map(importsOf))).flat();
    // A test that reads nothing proves nothing.
    expect(files.length).toBeGreaterThan(200);
    expect(imports.length).toBeGreaterThan(500);
    const strange = imports.filter(({ from, to, isType }) => {
      if (from === to || leaves.includes(to)) return false;
      if (!(arrows[from] ?? []).includes(to)) return true;
      return typeOnly.has(`${from} -> ${to}`) && !isType;
    });
    expect(strange.map(({ file, to }) => `${file} -> ${to}`)).toEqual([]);
  });

  it("opens tenant scopes and actors only where membership or a credential was proven", async () => {
    const callers = await callersOf(/\b(openTenantScope|openActor)\(/);
    expect(callers).toEqual(allowedOpeners);
  });

  it("has one door to the connection pool", async () => {
    const importers = await callersOf(/from "pg"/);
    expect(importers.every((file) => file.startsWith("lib/db/"))).toBe(true);
    expect(importers.length).toBeGreaterThan(0);
  });

  it("holds no file above 300 lines and no barrel", async () => {
    const files = await sourceFiles();
    const long: string[] = [];
    for (const file of files) {
      const text = await readFile(path.join(root, file), "utf8");
      if (text.split("\n").length > 300 && !dataFiles.test(file)) long.push(file);
    }
    expect(long).toEqual([]);
    expect(files.filter((file) => /(^|\/)(index|utils)\.tsx?$/.test(file))).toEqual([]);
  });
});

/** Lists of words, not code. */
const dataFiles = /ontology|builtin\/language|lexicon|reserved-words|allowed-functions|function-list/;

const allowedOpeners = [
  "lib/db/scope.ts",
  "lib/operations/actor.ts",
  "lib/operations/authenticate.ts",
  "lib/operations/authorize.ts",
  "lib/operations/data-api/resolve-caller.ts",
  "lib/operations/rules/identities.ts",
  "lib/operations/schema/run-job.ts",
];

async function callersOf(pattern: RegExp): Promise<string[]> {
  const found: string[] = [];
  for (const file of await sourceFiles()) {
    if (pattern.test(await readFile(path.join(root, file), "utf8"))) found.push(file);
  }
  return found.sort();
}
