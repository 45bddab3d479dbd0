import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

/** What a file imports of the house, for its types alone, too. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(path.join(root, file), "utf8");
  return [...text.matchAll(/\bfrom "([^"]+)"/g)].flatMap(([, named = ""]) => {
    if (named.startsWith("#")) return [named.slice(1)];
    return named.startsWith(".") ? [path.join(path.dirname(file), named)] : [];
  });
}

it("no file imports itself by way of others, not even for a type", () => {
  const files = globSync("{app,components,lib}/**/*.{ts,tsx}", { cwd: root });
  const imports = new Map(files.map((file) => [file, importsOf(file)]));
  const circles = files.filter((file) => {
    const seen = new Set<string>();
    const pending = [...(imports.get(file) ?? [])];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next === file) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      pending.push(...(imports.get(next) ?? []));
    }
    return false;
  });
  expect(files.length).toBeGreaterThan(800);
  expect(circles).toEqual([]);
});
