import type { Lexicon } from "../lexicon.ts";
import { singular } from "./inflection.ts";
import { isEnglishWord } from "./tagger.ts";

/** Common words of requests that the ontology does not hold, and usual misspellings that are words themselves. */
const common =
  "with and the that have has many each every belongs contains includes must should unique required optional default table tables column columns field fields between from unique number text boolean date time need want make create build database system application management manage track store keep record users people website platform online simple please called named their there which who also different several multiple reference references relation relationship add remove rename delete drop change split list lists information details attributes properties address business status active name names".split(
    " ",
  );

const mistyped: ReadonlyMap<string, string> = new Map([
  ["teh", "the"],
  ["hte", "the"],
  ["adn", "and"],
  ["nad", "and"],
  ["wiht", "with"],
  ["wich", "which"],
  ["taht", "that"],
  ["alot", "many"],
  ["databse", "database"],
  ["db", "database"],
  ["mgmt", "management"],
  ["mngmt", "management"],
  ["mgt", "management"],
  ["catagory", "category"],
  ["calender", "calendar"],
  ["cuz", "because"],
  ["wanna", "want to"],
  ["gonna", "going to"],
  ["gimme", "give me"],
  ["smth", "something"],
  ["sth", "something"],
  ["info", "information"],
  ["prod", "product"],
  ["qty", "quantity"],
  ["dept", "department"],
  ["addr", "address"],
  ["tel", "phone"],
  ["msg", "message"],
  ["sys", "system"],
  ["msgs", "messages"],
  ["pic", "photo"],
  ["pics", "photos"],
  ["appt", "appointment"],
  ["appts", "appointments"],
  ["emp", "employee"],
  ["emps", "employees"],
  ["cust", "customer"],
  ["custs", "customers"],
  ["recieve", "receive"],
  ["restorant", "restaurant"],
  ["buisness", "business"],
  ["bussiness", "business"],
]);

/** Words that people write and the English lexicon lacks. */
const known = new Set(
  "signup todo todos username usernames app apps website websites webshop ecommerce crm hr api saas iot gps sku skus isbn url urls json uuid jsonb bool boolean timestamp datetime config metadata slug enum varchar int admin admins rsvp dob".split(
    " ",
  ),
);

const indexes = new WeakMap<Lexicon, ReadonlyMap<string, readonly string[]>>();

/** Repairs words that no lexicon holds to the nearest word that the generator knows. */
export function repairSpelling(
  text: string,
  lexicon: Lexicon,
  unknown: (word: string) => boolean = () => true,
): string {
  return text.replace(/[\p{L}\p{M}][\p{L}\p{M}']*/gu, (word, offset: number) => {
    const before = text[offset - 1];
    const after = text[offset + word.length];
    // Identifiers and quoted names are meant as they are.
    if (
      before === "_" ||
      after === "_" ||
      before === "‹" ||
      before === '"' ||
      (before === ":" && after === "›")
    )
      return word;
    return repairWord(word, lexicon, unknown);
  });
}

function repairWord(word: string, lexicon: Lexicon, unknown: (word: string) => boolean): string {
  const lower = word.toLowerCase();
  if (!unknown(lower)) return word;
  const fixed = mistyped.get(lower);
  if (fixed !== undefined) return fixed;
  if (lower.length < 4 || known.has(lower) || /[^a-z]/.test(lower)) return word;
  const one = singular(lower);
  if (lexicon.words.has(lower) || lexicon.words.has(one) || common.includes(lower)) return word;
  if (isEnglishWord(lower) || (one.length > 3 && isEnglishWord(one)) || isDerived(one)) return word;
  return nearest(lower, lexicon) ?? word;
}

/** "beekeepers", "houseplant": words made of English words are no mistakes. */
function isDerived(word: string): boolean {
  if (word.length > 20) return false;
  for (let cut = 3; cut <= word.length - 3; cut++) {
    if (
      isEnglishWord(word.slice(0, cut)) &&
      isEnglishWord(word.slice(cut)) &&
      word.length - cut > 3 &&
      cut > 2
    )
      return true;
  }
  return false;
}

function nearest(word: string, lexicon: Lexicon): string | null {
  const allowed = word.length < 5 ? 1 : word.length < 9 ? 2 : 3;
  let best: string | null = null;
  let bestScore = allowed + 0.9;
  for (const candidate of candidates(word, lexicon)) {
    if (Math.abs(candidate.length - word.length) > allowed) continue;
    const distance = damerau(word, candidate, allowed);
    // Few people miss a word's first letter; a plural stays a plural.
    const score =
      distance +
      (candidate[0] === word[0] ? 0 : 0.8) +
      (candidate.at(-1) === word.at(-1) ? 0 : 0.3) -
      (skeleton(candidate) === skeleton(word) ? 0.6 : 0);
    if (distance <= allowed && score < bestScore) [best, bestScore] = [candidate, score];
  }
  if (best !== null && word.length < 6 && bestScore > 1.4) return null;
  return bestScore > allowed + 0.5 ? null : best;
}

const skeleton = (word: string): string => word.replace(/[aeiouy]/g, "").replace(/(.)\1+/g, "$1");

function candidates(word: string, lexicon: Lexicon): readonly string[] {
  let index = indexes.get(lexicon);
  if (index === undefined) {
    const made = new Map<string, string[]>();
    const all = new Set([...lexicon.words, ...common, ...known]);
    for (const entry of [...all])
      if (entry.length > 2)
        all.add(entry.endsWith("y") && !/[aeiou]y$/.test(entry) ? `${entry.slice(0, -1)}ies` : `${entry}s`);
    for (const entry of all) {
      if (entry.length < 3 || !/^[a-z]+$/.test(entry)) continue;
      for (const key of [`0${entry[0]}`, `1${skeleton(entry)}`])
        made.set(key, [...(made.get(key) ?? []), entry]);
    }
    index = made;
    indexes.set(lexicon, index);
  }
  return [...(index.get(`0${word[0]}`) ?? []), ...(index.get(`1${skeleton(word)}`) ?? [])];
}

/** Optimal string alignment distance, given up beyond `max`. */
function damerau(a: string, b: string, max: number): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let smallest = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, (before[j - 2] ?? 0) + 1);
      next.push(value);
      smallest = Math.min(smallest, value);
    }
    if (smallest > max) return max + 1;
    before = row;
    row = next;
  }
  return row[b.length] ?? max + 1;
}
