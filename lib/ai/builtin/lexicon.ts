import type { ColumnType } from "../../catalog/types.ts";
import { attributes as attributeText } from "./ontology/attributes.ts";
import { commerce } from "./ontology/commerce.ts";
import { domains as domainText } from "./ontology/domains.ts";
import { livingTech } from "./ontology/living-tech.ts";
import { mediaLeisure } from "./ontology/media-leisure.ts";
import { type ColumnSpec, type Entity, parseColumns, parseEntities } from "./ontology/notation.ts";
import { work } from "./ontology/people-work.ts";
import { placesTravel } from "./ontology/places-travel.ts";
import { publicLife } from "./ontology/public-life.ts";
import { junctions as junctionText, roles as roleText, verbs as verbText } from "./ontology/relations.ts";
import { singular } from "./text/inflection.ts";

/** A known attribute: the column it becomes. */
export interface Attribute {
  readonly column: string;
  readonly type?: ColumnType;
}

/** A table between two others. */
export interface Junction {
  readonly left: string;
  readonly right: string;
  readonly table: string;
  readonly columns: readonly ColumnSpec[];
  /** Two such tables in one request mean it without being told. */
  readonly implied: boolean;
}

export type VerbEffect =
  | { readonly kind: "has" | "object" | "belongs" }
  | { readonly kind: "event"; readonly tables: readonly string[] };

export interface Role {
  readonly targets: readonly string[];
  /** Tables in which the word always means a person of the first target: `*` is every table. */
  readonly certainIn: ReadonlySet<string>;
}

/** Everything the generator knows about the world, indexed by words. */
export interface Lexicon {
  readonly entities: ReadonlyMap<string, Entity>;
  readonly senses: ReadonlyMap<string, readonly Entity[]>;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly domains: ReadonlyMap<string, readonly string[]>;
  readonly verbs: ReadonlyMap<string, VerbEffect>;
  readonly junctions: readonly Junction[];
  readonly roles: ReadonlyMap<string, Role>;
  /** Every single word of the above, for spelling. */
  readonly words: ReadonlySet<string>;
}

let loaded: Lexicon | undefined;

/** The lexicon, built on first use (a few milliseconds). */
export function lexicon(): Lexicon {
  loaded ??= build();
  return loaded;
}

/** A phrase in the form in which the lexicon holds it: spaces, each word in the singular. */
export function phraseKey(phrase: string): string {
  return phrase.replaceAll("_", " ").split(" ").map(singular).join(" ");
}

function build(): Lexicon {
  const all = [commerce, work, publicLife, placesTravel, mediaLeisure, livingTech].flatMap(parseEntities);
  const entities = new Map(all.map((entity) => [entity.name, entity]));
  const senses = new Map<string, Entity[]>();
  for (const entity of all) addSense(senses, phraseKey(entity.name), entity);
  for (const entity of all) for (const phrase of entity.phrases) addSense(senses, phraseKey(phrase), entity);
  const attributes = readAttributes();
  const domains = readDomains();
  const verbs = readVerbs();
  const phrases = [...senses.keys(), ...attributes.keys(), ...domains.keys(), ...verbs.keys()];
  const words = new Set(phrases.flatMap((phrase) => phrase.split(/[\s_]+/)));
  return {
    entities,
    senses,
    attributes,
    domains,
    verbs,
    junctions: readJunctions(),
    roles: readRoles(),
    words,
  };
}

function addSense(senses: Map<string, Entity[]>, key: string, entity: Entity): void {
  const known = senses.get(key) ?? [];
  if (!known.includes(entity)) senses.set(key, [...known, entity]);
}

function lines(text: string): string[][] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => line.split("|").map((part) => part.trim()));
}

function readAttributes(): Map<string, Attribute> {
  const found = new Map<string, Attribute>();
  for (const [head = "", synonyms = ""] of lines(attributeText)) {
    const [column = "", type] = head.split(":");
    // The data's test checks every written type against the closed list.
    const attribute: Attribute = type === undefined ? { column } : { column, type: type as ColumnType };
    found.set(phraseKey(column), attribute);
    for (const entry of synonyms.split(",").map((word) => word.trim())) {
      const [phrase = "", other] = entry.split(":");
      if (phrase !== "") found.set(phraseKey(phrase), other === undefined ? attribute : { column: other });
    }
  }
  return found;
}

function readDomains(): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [phrases = "", tables = ""] of lines(domainText)) {
    for (const phrase of phrases.split(",")) {
      const key = phraseKey(phrase.trim());
      if (!found.has(key)) found.set(key, tables.split(" "));
    }
  }
  return found;
}

function readVerbs(): Map<string, VerbEffect> {
  const found = new Map<string, VerbEffect>();
  for (const [words = "", effect = ""] of lines(verbText)) {
    const [kind, tables] = effect.split(" ");
    const value: VerbEffect =
      kind === "event"
        ? { kind, tables: (tables ?? "").split("/") }
        : { kind: kind === "has" || kind === "belongs" ? kind : "object" };
    for (const word of words.split(",")) found.set(word.trim(), value);
  }
  return found;
}

function readJunctions(): Junction[] {
  return lines(junctionText).map(([pair = "", table = "", rest = ""]) => {
    const [left = "", right = ""] = pair.split(" ");
    const implied = rest === "!" || rest.endsWith(" !");
    const columns = implied ? rest.slice(0, -1) : rest;
    return { left, right, table, columns: parseColumns(columns), implied };
  });
}

function readRoles(): Map<string, Role> {
  return new Map(
    lines(roleText).map(([word = "", targets = "", certain = ""]) => [
      word,
      {
        targets: targets === "-" ? [] : targets.split("/"),
        certainIn: new Set(certain === "-" ? [] : certain.split(" ")),
      },
    ]),
  );
}
