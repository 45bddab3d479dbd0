import type { Column, Schema, Table } from "../../../catalog/types.ts";
import { type Lexicon, phraseKey } from "../lexicon.ts";
import type { Entity } from "../ontology/notation.ts";
import { plural } from "../text/inflection.ts";

/** A column while the words are being read. */
export interface DraftColumn {
  column: Column;
  /** Name in `base`, if it was there. */
  readonly was: string | null;
  /** The word may also mean a table; settled when all words are read. */
  maybe: Entity | null;
}

export interface DraftTable {
  name: string;
  /** Name in `base`, if it was there. */
  readonly was: string | null;
  /** As it was in `base`. */
  readonly base: Table | null;
  entity: Entity | null;
  /** Phrases that mean it, as the lexicon holds phrases. */
  readonly keys: Set<string>;
  readonly columns: DraftColumn[];
  /** How it came in: said, needed by what was said, or usual for the kind of application. */
  readonly origin: "base" | "said" | "needed" | "usual" | "junction";
  /** The words spoke of it. */
  isSaid: boolean;
  /** The words listed its columns: the usual ones are not added. */
  isListed: boolean;
}

/** The schema while the words are being read; what reads the words writes here. */
export class Model {
  readonly lexicon: Lexicon;
  readonly tables: DraftTable[] = [];
  readonly assumptions: string[] = [];
  readonly dropped: string[] = [];

  constructor(base: Schema, lexicon: Lexicon) {
    this.lexicon = lexicon;
    for (const table of base.tables) {
      const key = phraseKey(table.name);
      this.tables.push({
        name: table.name,
        was: table.name,
        base: table,
        entity: lexicon.senses.get(key)?.[0] ?? null,
        keys: new Set([key]),
        columns: table.columns.map((column) => ({ column, was: column.name, maybe: null })),
        origin: "base",
        isSaid: false,
        isListed: true,
      });
    }
  }

  /** The table that a phrase or a thing of the ontology means. */
  find(key: string, entity: Entity | null = null): DraftTable | null {
    const exact = this.tables.find((table) => table.keys.has(key));
    if (exact !== undefined) return exact;
    if (entity === null) return null;
    return this.tables.find((table) => table.entity === entity && sameHead(table, key, entity)) ?? null;
  }

  /** The table of a thing of the ontology, whatever it is called here. */
  findEntity(name: string): DraftTable | null {
    const key = phraseKey(name);
    const exact = this.tables.find((table) => table.keys.has(key));
    if (exact !== undefined) return exact;
    const entity = this.entityOf(name);
    return entity === null ? null : (this.tables.find((table) => table.entity === entity) ?? null);
  }

  entityOf(name: string): Entity | null {
    return this.lexicon.entities.get(name) ?? this.lexicon.senses.get(phraseKey(name))?.[0] ?? null;
  }

  add(key: string, entity: Entity | null, origin: DraftTable["origin"]): DraftTable {
    const table: DraftTable = {
      name: this.freeName(tableName(key)),
      was: null,
      base: null,
      entity,
      keys: new Set([key]),
      columns: [],
      origin,
      isSaid: origin === "said",
      isListed: false,
    };
    this.tables.push(table);
    return table;
  }

  /** The thing of the ontology as a table, made when it is not there. */
  ensure(name: string, origin: DraftTable["origin"]): DraftTable {
    const found = this.findEntity(name);
    if (found !== null) return found;
    const entity = this.entityOf(name);
    const table = this.add(phraseKey(displayName(name)), entity, origin);
    if (entity !== null) table.keys.add(phraseKey(entity.name));
    return table;
  }

  remove(table: DraftTable): void {
    const at = this.tables.indexOf(table);
    if (at >= 0) this.tables.splice(at, 1);
    if (table.was !== null) this.dropped.push(table.was);
  }

  freeName(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.tables.some((table) => table.name === name); n++) name = `${wanted}_${n}`;
    return name;
  }

  assume(text: string): void {
    if (!this.assumptions.includes(text)) this.assumptions.push(text);
  }
}

/** Ontology names that are kept apart by sense, shown as people say them. */
const shown: ReadonlyMap<string, string> = new Map([
  ["tickets_sold", "tickets"],
  ["fundraising_campaigns", "campaigns"],
  ["bank_accounts", "accounts"],
  ["journal_pages", "journal_entries"],
  ["activities_places", "attractions"],
  ["feedback_entries", "feedback"],
]);

function displayName(name: string): string {
  return shown.get(name) ?? name;
}

/** "films" and "movies" are one table; "menu items" and "items" are not. */
function sameHead(table: DraftTable, key: string, entity: Entity): boolean {
  const plain = (phrase: string): boolean =>
    entity.phrases.some((p) => phraseKey(p) === phrase) || phraseKey(entity.name) === phrase;
  return plain(key) && [...table.keys].some(plain);
}

/** `order item` → `order_items`. */
export function tableName(key: string): string {
  const words = key.split(" ").filter((word) => word !== "");
  const last = words.pop() ?? "item";
  return [...words, plural(last)].join("_");
}
