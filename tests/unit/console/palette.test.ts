import { describe, expect, it } from "vitest";
import { matchScore, ranked } from "#components/palette/match.ts";
import { recentOf } from "#components/palette/recents.ts";
import { keyWords, shortcuts, shortcutTo } from "#components/shortcuts/shortcuts.ts";

describe("the palette", () => {
  const find = (texts: readonly string[], query: string) => ranked(texts, query, (text) => [text]);

  it("puts what begins with the query before what holds it", () => {
    expect(find(["authors", "tailors", "orders", "or"], "or")).toEqual([
      "or",
      "orders",
      "authors",
      "tailors",
    ]);
  });

  it("finds by the first letters of words, and by words in any order", () => {
    expect(find(["New row in books", "Rules"], "nr")).toEqual(["New row in books"]);
    expect(find(["New row in books", "Books"], "books new")).toEqual(["New row in books"]);
  });

  it("keeps the order while nothing is typed, and finds nothing by nonsense", () => {
    expect(find(["b", "a"], "  ")).toEqual(["b", "a"]);
    expect(find(["authors"], "zz%")).toEqual([]);
    expect(matchScore("a.b*c", ".*")).toBe(0);
  });

  it("counts names for more than what else is said", () => {
    const items = [
      { title: "Settings", also: "keys" },
      { title: "Keys", also: "" },
    ];
    const found = ranked(items, "keys", ({ title, also }) => [title, also]);
    expect(found.map(({ title }) => title)).toEqual(["Keys", "Settings"]);
  });
});

describe("recent pages", () => {
  const project = { id: "p1", name: "Shop" };
  it("are a project and its tables, by their names", () => {
    const base = "/projects/p1/database";
    expect(recentOf(project, base)).toMatchObject({ label: "Shop" });
    expect(recentOf(project, `${base}/tables/line%20items`)).toMatchObject({
      label: "line items",
      detail: "Shop",
    });
    expect(recentOf(project, `${base}/settings`)).toBeNull();
  });
});

describe("shortcuts", () => {
  it("have no keys twice", () => {
    const keys = Object.values(shortcuts).map((shortcut) => shortcut.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("are written as the system writes them", () => {
    expect(keyWords("Mod+K", true)).toBe("⌘K");
    expect(keyWords("Mod+K", false)).toBe("Ctrl+K");
    expect(keyWords("G T", false)).toBe("G then T");
  });

  it("are found by the address that they lead to", () => {
    expect(shortcutTo("/projects/x/database")).toBe("go.overview");
    expect(shortcutTo("/projects/x/database/sql")).toBe("go.sql");
    expect(shortcutTo("/projects/x/database/settings")).toBeNull();
  });
});
