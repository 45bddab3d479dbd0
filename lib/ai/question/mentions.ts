import { columnSynonyms, conceptColumns } from "./concept-lexicon.ts";
import { root } from "./inflection.ts";
import { nounSynonyms } from "./lexicon.ts";
import { type ColumnNode, type Edge, isDated, type SchemaGraph, type TableNode } from "./schema-graph.ts";
import type { Token } from "./tokens.ts";

/** What words of a question may stand for in the schema; a column by how surely: 3 its name, 1 an idea. */
export interface Mention {
  readonly tables: readonly TableNode[];
  readonly columns: readonly { readonly column: ColumnNode; readonly strength: number }[];
  /** References named by their role: `author` for `author_id`. */
  readonly roles: readonly Edge[];
}

interface Entry {
  readonly tables: Set<TableNode>;
  readonly columns: Map<ColumnNode, number>;
  readonly roles: Set<Edge>;
}

/** The names of a schema by the words that people say for them. */
export class MentionIndex {
  readonly #byWords = new Map<string, Entry>();

  constructor(graph: SchemaGraph) {
    for (const table of graph.tables) {
      this.#entry(table.words).tables.add(table);
      for (const column of table.columns) this.#addColumn(column);
      for (const edge of table.edges)
        if (edge.direction === "one") this.#entry(edge.column.words).roles.add(edge);
    }
    // Short and other names only where no table has the word for its own.
    for (const table of graph.tables) this.#addOtherTableNames(table);
    for (const [word, concepts] of Object.entries(columnSynonyms)) this.#addConcepts(graph, word, concepts);
  }

  /** The longest mention that starts at a token. */
  find(
    tokens: readonly Token[],
    start: number,
  ): { readonly mention: Mention; readonly length: number } | null {
    for (let length = Math.min(4, tokens.length - start); length > 0; length--) {
      const span = tokens.slice(start, start + length);
      if (span.slice(0, -1).some((token) => token.isBeforeComma || token.isPossessive)) continue;
      const entry = this.#lookUp(span);
      if (entry !== undefined) return { mention: toMention(entry), length };
    }
    return null;
  }

  #lookUp(span: readonly Token[]): Entry | undefined {
    if (span.some((token) => token.kind === "literal" || token.kind === "sign")) return undefined;
    const exact = this.#byWords.get(span.map((token) => token.singular).join(" "));
    // "estimated hours" for estimate_hours; one word alone ("published") says something else than its noun.
    return (
      exact ?? (span.length < 2 ? undefined : this.#byWords.get(rootsKey(span.map((token) => token.root))))
    );
  }

  #addColumn(column: ColumnNode): void {
    const words = column.words;
    this.#add(words, column, 3);
    const last = words.at(-1) ?? "";
    if (last === "phone" || last === "mobile" || last === "account")
      this.#add([...words, "number"], column, 3);
    if (last === "email" || last === "mail") this.#add([...words, "addres"], column, 3);
    const own = new Set(column.table.words);
    const bare = words.filter((word) => !own.has(word));
    if (bare.length > 0 && bare.length < words.length) this.#add(bare, column, 2);
    const per = words.indexOf("per");
    if (per > 0) this.#add(words.slice(0, per), column, 3);
    if (column.kind === "boolean" && words.length > 1) this.#add(words.slice(1), column, 2);
    if (words.includes("of")) this.#add(words.filter((word) => word !== "of").reverse(), column, 3);
    if (isDated(column)) this.#addDate(column);
    if (words.length > 1 && column.kind !== "reference") this.#addPart(column);
  }

  /** `created_at` is "creation date" and "date created" as well. */
  #addDate(column: ColumnNode): void {
    const stem = column.words.filter((word) => !["at", "on", "date", "time"].includes(word));
    this.#add([...stem, "date"], column, 3);
    this.#add(["date", ...stem], column, 3);
    this.#add([...stem, "time"], column, 2);
    this.#add(["date"], column, column.words.includes("date") ? 2 : 1);
    if (stem.length === 1 && stem[0] === "birth") {
      for (const word of ["birthday", "dob", "birthdate"]) this.#add([word], column, 3);
      this.#add(["date", "of", "birth"], column, 3);
    }
  }

  /** The last word of a longer name (`price` of `unit_price`), or the first before a unit (`phone` of `phone_number`). */
  #addPart(column: ColumnNode): void {
    const last = column.words.at(-1) ?? "";
    const first = column.words[0] ?? "";
    const units = [
      "number",
      "hour",
      "minute",
      "amount",
      "count",
      "usd",
      "eur",
      "kg",
      "cm",
      "addres",
      "address",
      "url",
      "code",
      "name",
      "text",
    ];
    if (!["id", "at", "on", "date", "time", "number", "by"].includes(last)) this.#add([last], column, 2);
    if (units.includes(last) && !["created", "is"].includes(first))
      this.#add(column.words.slice(0, -1), column, 2);
  }

  #addOtherTableNames(table: TableNode): void {
    const last = table.words.at(-1) ?? "";
    if (table.words.length > 1) this.#addTable(last, table);
    for (const group of nounSynonyms) {
      if (table.words.length === 1 && group.includes(last)) {
        for (const word of group) this.#addTable(word, table);
      }
    }
  }

  /** Tables share a word only as long as it is not the name of one of them, a role or a column's name. */
  #addTable(word: string, table: TableNode): void {
    const entry = this.#byWords.get(word);
    const isTaken =
      entry !== undefined &&
      ([...entry.tables].some((other) => other.words.length === 1 && other.words[0] === word) ||
        entry.roles.size > 0 ||
        [...entry.columns.values()].some((strength) => strength > 1));
    if (!isTaken) this.#entry(word.split(" ")).tables.add(table);
  }

  #addConcepts(graph: SchemaGraph, word: string, concepts: readonly string[]): void {
    for (const concept of concepts) {
      for (const table of graph.tables) {
        const column = conceptColumn(table, concept);
        if (column !== null) this.#add([root(word) === word ? word : word.replace(/s$/, "")], column, 1);
      }
    }
  }

  #add(words: readonly string[], column: ColumnNode, strength: number): void {
    if (words.length === 0) return;
    const entry = this.#entry(words);
    entry.columns.set(column, Math.max(strength, entry.columns.get(column) ?? 0));
    if (words.length < 2) return;
    const key = rootsKey(words.map(root));
    const known = this.#byWords.get(key);
    if (known === undefined) this.#byWords.set(key, entry);
    else known.columns.set(column, Math.max(strength, known.columns.get(column) ?? 0));
  }

  #entry(words: readonly string[]): Entry {
    const key = words.join(" ");
    const known = this.#byWords.get(key);
    if (known !== undefined) return known;
    const entry: Entry = { tables: new Set(), columns: new Map(), roles: new Set() };
    this.#byWords.set(key, entry);
    return entry;
  }
}

/** The table's column that an idea stands for, the first in the order of `conceptColumns`. */
export function conceptColumn(table: TableNode, concept: string): ColumnNode | null {
  for (const pattern of conceptColumns[concept] ?? []) {
    const matches = new RegExp(`^${pattern.replace("*", ".+")}$`);
    const found = table.columns.find((column) => column.kind === "number" && matches.test(column.name));
    if (found !== undefined) return found;
  }
  return null;
}

function rootsKey(roots: readonly string[]): string {
  return `~${roots.join(" ")}`;
}

function toMention(entry: Entry): Mention {
  return {
    tables: [...entry.tables],
    columns: [...entry.columns].map(([column, strength]) => ({ column, strength })),
    roles: [...entry.roles],
  };
}
