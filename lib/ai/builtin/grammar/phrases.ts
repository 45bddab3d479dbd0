import { type Attribute, type Lexicon, phraseKey } from "../lexicon.ts";
import type { Entity } from "../ontology/notation.ts";
import { isPlural } from "../text/inflection.ts";
import type { Token } from "../text/tokens.ts";

/** What a noun phrase may stand for; several at once is normal, the grammar's place decides. */
export interface Reading {
  /** Words joined by spaces, last one in the singular. */
  readonly key: string;
  readonly words: readonly string[];
  readonly isPlural: boolean;
  readonly entity: Entity | null;
  /** The entity is only the head: these words stand in front of it. */
  readonly modifiers: readonly string[];
  readonly attribute: Attribute | null;
  readonly domain: readonly string[] | null;
}

/** The groups of the ontology that a text speaks of, with how often. */
export type Groups = ReadonlyMap<string, number>;

export function keyOf(tokens: readonly Token[]): string {
  return tokens.map((token) => (token.identifier ? phraseKey(token.text) : token.base)).join(" ");
}

/** No name of the ontology has more words; without a bound a long list of words is read in the square of its length. */
const senseWordsMax = 8;

/** Looks a noun phrase up: as a whole first, then by its head. */
export function read(tokens: readonly Token[], lexicon: Lexicon, groups: Groups): Reading {
  const key = keyOf(tokens);
  const words = key.split(" ");
  const last = tokens.at(-1);
  const attribute = lexicon.attributes.get(key) ?? null;
  const domain = lexicon.domains.get(key) ?? null;
  const common = { key, words, isPlural: last !== undefined && isPlural(lastWord(last)), attribute, domain };
  for (let skip = Math.max(0, words.length - senseWordsMax); skip < words.length; skip++) {
    const senses = lexicon.senses.get(words.slice(skip).join(" "));
    if (senses === undefined) continue;
    // "name of the game" is no game: a known attribute as a whole beats an entity as its head.
    if (skip > 0 && attribute !== null) break;
    return { ...common, entity: bestSense(senses, groups), modifiers: words.slice(0, skip) };
  }
  return { ...common, entity: null, modifiers: [] };
}

function lastWord(token: Token): string {
  return token.identifier ? (token.text.split("_").at(-1) ?? token.text) : token.text;
}

/** The sense whose group the rest of the text speaks of; the first one written in the ontology otherwise. */
function bestSense(senses: readonly Entity[], groups: Groups): Entity | null {
  let best: Entity | null = null;
  let bestScore = -1;
  for (const sense of senses) {
    const score = groups.get(sense.group) ?? 0;
    if (score > bestScore) [best, bestScore] = [sense, score];
  }
  return best;
}

/** Counts the groups that the unambiguous words and the domains of a text belong to. */
export function groupsOf(tokens: readonly Token[], lexicon: Lexicon): Groups {
  const counts = new Map<string, number>();
  const add = (group: string, weight: number): void => {
    counts.set(group, (counts.get(group) ?? 0) + weight);
  };
  for (let start = 0; start < tokens.length; start++) {
    for (let length = Math.min(4, tokens.length - start); length > 0; length--) {
      const key = keyOf(tokens.slice(start, start + length));
      const senses = lexicon.senses.get(key);
      const core = lexicon.domains.get(key);
      for (const name of core ?? []) add(lexicon.entities.get(name)?.group ?? "", 0.4);
      if (senses?.length === 1 && senses[0] !== undefined) add(senses[0].group, 1);
      if (senses !== undefined || core !== undefined) break;
    }
  }
  return counts;
}
