import { describe, expect, it } from "vitest";
import { lexicon } from "#lib/ai/builtin/lexicon.ts";
import { columnOfSpec } from "#lib/ai/builtin/model/columns.ts";
import { checkSchema } from "#lib/catalog/checks/check-schema.ts";
import { nameIssue } from "#lib/catalog/checks/names.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";

const words = lexicon();

describe("the ontology", () => {
  it("knows at least 250 things of at least 40 fields, and 100 kinds of application", () => {
    expect(words.entities.size).toBeGreaterThan(250);
    expect(new Set([...words.entities.values()].map((entity) => entity.group)).size).toBeGreaterThan(40);
    expect(new Set([...words.domains.values()]).size).toBeGreaterThan(100);
  });

  it("gives every thing a legal table of legal columns", () => {
    for (const entity of words.entities.values()) {
      expect(nameIssue(entity.name)).toBeNull();
      const columns = entity.columns.map(columnOfSpec);
      expect(checkSchema({ tables: [completeTable({ name: entity.name, columns })] })).toEqual([]);
    }
  });

  it("names a known thing for every core table of a kind of application", () => {
    const known = (name: string): boolean =>
      words.entities.has(name) || words.senses.has(name.replaceAll("_", " ").replace(/s$/, ""));
    for (const core of words.domains.values()) expect(core.filter((name) => !known(name))).toEqual([]);
  });

  it("joins only known things in a junction", () => {
    for (const { left, right } of words.junctions) {
      expect(words.entities.has(left) && words.entities.has(right)).toBe(true);
    }
  });
});
