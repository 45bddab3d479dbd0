import { dictionary } from "../dictionary.ts";
import type { Direction } from "./query.ts";

/** What a superlative is about: a family of columns (`conceptColumns`), a date, or how many related rows there are. */
export interface Superlative {
  readonly concept: string;
  readonly direction: Direction;
}

const table = dictionary<readonly [concept: string, direction: Direction]>({
  cheapest: ["price", "asc"],
  "least expensive": ["price", "asc"],
  "lowest priced": ["price", "asc"],
  "most expensive": ["price", "desc"],
  "highest priced": ["price", "desc"],
  priciest: ["price", "desc"],
  costliest: ["price", "desc"],
  dearest: ["price", "desc"],
  "most valuable": ["money", "desc"],
  newest: ["time", "desc"],
  latest: ["time", "desc"],
  "most recent": ["time", "desc"],
  "most recently": ["time", "desc"],
  recent: ["time", "desc"],
  oldest: ["old", "asc"],
  earliest: ["time", "asc"],
  soonest: ["next", "asc"],
  next: ["next", "asc"],
  youngest: ["old", "desc"],
  longest: ["length", "desc"],
  shortest: ["length", "asc"],
  largest: ["size", "desc"],
  biggest: ["size", "desc"],
  smallest: ["size", "asc"],
  heaviest: ["weight", "desc"],
  lightest: ["weight", "asc"],
  tallest: ["height", "desc"],
  fastest: ["speed", "desc"],
  slowest: ["speed", "asc"],
  highest: ["figure", "desc"],
  greatest: ["figure", "desc"],
  lowest: ["figure", "asc"],
  best: ["rating", "desc"],
  worst: ["rating", "asc"],
  "best rated": ["rating", "desc"],
  "top rated": ["rating", "desc"],
  "highest rated": ["rating", "desc"],
  "worst rated": ["rating", "asc"],
  "lowest rated": ["rating", "asc"],
  "most popular": ["popularity", "desc"],
  "least popular": ["popularity", "asc"],
  "best selling": ["sold", "desc"],
  "top selling": ["sold", "desc"],
  bestselling: ["sold", "desc"],
  "most sold": ["sold", "desc"],
  "highest paid": ["salary", "desc"],
  "best paid": ["salary", "desc"],
  "top paid": ["salary", "desc"],
  "lowest paid": ["salary", "asc"],
  "most experienced": ["experience", "desc"],
  "least experienced": ["experience", "asc"],
  "most common": ["common", "desc"],
  "most frequent": ["common", "desc"],
  "least common": ["common", "asc"],
  busiest: ["count", "desc"],
  "most active": ["count", "desc"],
  "least active": ["count", "asc"],
});

/** What "cheaper than" compares: a family of columns, or an age. */
export interface Comparative {
  readonly concept: string;
  readonly operator: "<" | ">";
}

const comparatives = dictionary<readonly [concept: string, operator: "<" | ">"]>({
  "cheaper than": ["price", "<"],
  "less expensive than": ["price", "<"],
  "more expensive than": ["price", ">"],
  "pricier than": ["price", ">"],
  "costing more than": ["price", ">"],
  "cost more than": ["price", ">"],
  "costs more than": ["price", ">"],
  "costing over": ["price", ">"],
  "costing less than": ["price", "<"],
  "cost less than": ["price", "<"],
  "costs less than": ["price", "<"],
  "costing under": ["price", "<"],
  "longer than": ["length", ">"],
  "shorter than": ["length", "<"],
  "heavier than": ["weight", ">"],
  "lighter than": ["weight", "<"],
  "taller than": ["height", ">"],
  "larger than": ["size", ">"],
  "bigger than": ["size", ">"],
  "smaller than": ["size", "<"],
  "faster than": ["speed", ">"],
  "slower than": ["speed", "<"],
  "older than": ["age", ">"],
  "aged over": ["age", ">"],
  "over the age of": ["age", ">"],
  "above the age of": ["age", ">"],
  "younger than": ["age", "<"],
  "aged under": ["age", "<"],
  "under the age of": ["age", "<"],
  "below the age of": ["age", "<"],
  "earning more than": ["salary", ">"],
  "earn more than": ["salary", ">"],
  "earns more than": ["salary", ">"],
  "earning over": ["salary", ">"],
  "earn over": ["salary", ">"],
  "earning less than": ["salary", "<"],
  "earn less than": ["salary", "<"],
  "earning under": ["salary", "<"],
  "rated above": ["rating", ">"],
  "rated over": ["rating", ">"],
  "rated below": ["rating", "<"],
  "rated under": ["rating", "<"],
});

/** The comparative that the words begin with, the longest one. */
export function findComparative(
  words: readonly string[],
): { readonly comparative: Comparative; readonly length: number } | null {
  for (const length of [4, 3, 2]) {
    const found = comparatives[words.slice(0, length).join(" ")];
    if (found !== undefined) return { comparative: { concept: found[0], operator: found[1] }, length };
  }
  return null;
}

/** The superlative that the words begin with, the longest one. */
export function findSuperlative(
  words: readonly string[],
): { readonly superlative: Superlative; readonly length: number } | null {
  for (const length of [2, 1]) {
    const found = table[words.slice(0, length).join(" ")];
    if (found !== undefined) return { superlative: { concept: found[0], direction: found[1] }, length };
  }
  return null;
}
