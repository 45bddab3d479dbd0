import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

/** Who may import whom, as docs/architecture.md has it. */
interface Plan {
  /** By the name of the room that imports. */
  readonly arrows: ReadonlyMap<string, readonly Arrow[]>;
  /** Imported by every room. */
  readonly leaves: ReadonlySet<string>;
}

interface Arrow {
  readonly to: string;
  /** It only carries types: the process's services are described where they are made. */
  readonly isTypeOnly: boolean;
}

/** Reads the table: `| rooms | what they are | what they may import, "ai (types)" for types alone |`. */
async function readPlan(): Promise<Plan> {
  const text = await readFile(path.join(root, "docs/architecture.md"), "utf8");
  const [, rooms = ""] = /^## The rooms$(.*?)^## /ms.exec(text) ?? [];
  const arrows = new Map<string, readonly Arrow[]>();
  const leaves = new Set<string>();
  for (const [, named = "", words = "", targets = ""] of rooms.matchAll(/^\| (`.*?) \| (.*) \| (.*) \|$/gm)) {
    const allowed = targets.split(", ").filter((target) => target !== "–");
    for (const [, file = ""] of named.matchAll(/`([^`]+)`/g)) {
      arrows.set(roomOf(file), allowed.map(toArrow));
      if (words.startsWith("leaves")) leaves.add(roomOf(file));
    }
  }
  return { arrows, leaves };
}

function toArrow(target: string): Arrow {
  return { to: target.replace(/ \(types\)$/, ""), isTypeOnly: target.endsWith(" (types)") };
}

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
  const [top, second] = file.split("/");
  if (top !== "lib") return (top ?? "").replace(/\.ts$/, "");
  return (second ?? "").replace(/\.ts$/, "");
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
  it("has the arrows that its table names, and no other", async () => {
    const files = await sourceFiles();
    const all = (await Promise.all(files.map(importsOf))).flat();
    const { arrows, leaves } = await readPlan();
    const imports = all.filter(({ from, to }) => from !== to && !leaves.has(to));
    // A test that reads nothing proves nothing.
    expect(files.length).toBeGreaterThan(200);
    expect(imports.length).toBeGreaterThan(500);
    expect(leaves.size).toBeGreaterThan(3);
    const strange = imports.filter(({ from, to, isType }) => {
      const arrow = arrows.get(from)?.find((known) => known.to === to);
      return arrow === undefined || (arrow.isTypeOnly && !isType);
    });
    expect(strange.map(({ file, to }) => `${file} -> ${to}`)).toEqual([]);
    const drawn = [...arrows].flatMap(([from, list]) => list.map(({ to }) => `${from} -> ${to}`));
    const needed = new Set(imports.map(({ from, to }) => `${from} -> ${to}`));
    expect(drawn.filter((arrow) => !needed.has(arrow))).toEqual([]);
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
