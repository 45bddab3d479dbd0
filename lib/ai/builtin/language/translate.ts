import type { Lexicon } from "../lexicon.ts";
import { plural, singular } from "../text/inflection.ts";
import { isEnglishWord } from "../text/tagger.ts";
import { dutch } from "./dutch.ts";
import { french } from "./french.ts";
import { german } from "./german.ts";
import { italian } from "./italian.ts";
import { more } from "./more.ts";
import { portuguese } from "./portuguese.ts";
import { spanish } from "./spanish.ts";

/**
 * A language that the generator reads by turning its words into English, one after the other. Its data file holds
 * lines of `english = native, native`: the English that the ontology knows, and the words for it. Regular plurals of
 * Romance languages are found by rule, all others are listed; an entry with `_` is a note, not a word.
 */
interface Language {
  readonly name: string;
  readonly phrases: ReadonlyMap<string, { readonly english: string; readonly isPlural: boolean }>;
  /** Words of grammar: the surest sign of a language. */
  readonly grammar: ReadonlySet<string>;
  readonly wordsMax: number;
  /** Written without spaces between words. */
  readonly isUnspaced: boolean;
}

const grammarWords = new Set(
  "with|and|or|of|the|a|for|in|at|to|by|from|on|between|his|who|that|each|many|one|has|is|can|must|want|wants|i|we|need|belongs to|contains".split(
    "|",
  ),
);
const englishGrammar = new Set(
  "the with and of for a an each every has have is are to that who which must can my our i we in on by from app table want need add make their its should be it".split(
    " ",
  ),
);

let languages: readonly Language[] | undefined;

function all(): readonly Language[] {
  languages ??= [
    read("French", french),
    read("Spanish", spanish),
    read("German", german),
    read("Italian", italian),
    read("Portuguese", portuguese),
    read("Dutch", dutch),
    ...Object.entries(more).map(([name, source]) => read(name, source)),
  ];
  return languages;
}

/** Accents off, so that people who type without them are understood. */
function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("œ", "oe")
    .replaceAll("ł", "l")
    .replaceAll("ø", "o")
    .replaceAll("ı", "i")
    .normalize("NFC");
}

function read(name: string, source: string): Language {
  const phrases = new Map<string, { english: string; isPlural: boolean }>();
  const grammar = new Set<string>();
  const fromAccented = new Set<string>();
  let wordsMax = 1;
  for (const line of source.split("\n")) {
    const [english = "", list = ""] = line.split(" = ");
    const forms = list.split(",").map((form) => fold(form.trim()));
    const written = list.split(",").map((form) => form.trim().toLowerCase().normalize("NFC"));
    forms.forEach((form, index) => {
      if (form === "" || form.includes("_")) return;
      const isPlural =
        (index > 0 && isPluralForm(name, form)) || (/[sx]$/.test(form) && forms.includes(form.slice(0, -1)));
      const entry = { english: english.replace(/_verb$/, "").trim(), isPlural };
      const raw = written[index] ?? form;
      // "a" (has) and "à" (at) differ by their accent only: a form as written beats one without its accents.
      if (!phrases.has(raw) || (raw === form && fromAccented.has(form))) phrases.set(raw, entry);
      if (raw === form) fromAccented.delete(form);
      else if (!phrases.has(form)) {
        phrases.set(form, entry);
        fromAccented.add(form);
      }
      wordsMax = Math.max(wordsMax, form.split(" ").length);
      if (grammarWords.has(english.trim())) grammar.add(form);
    });
  }
  return { name, phrases, grammar, wordsMax, isUnspaced: /^(?:Chinese|Japanese)$/.test(name) };
}

/** In languages whose plurals are listed, the forms after the first are plurals, feminine ones apart. */
function isPluralForm(language: string, form: string): boolean {
  if (/^(?:French|Spanish)$/.test(language)) return false;
  return !(language === "German" && /in$/.test(form)) && !form.includes(" ");
}

export interface Translation {
  readonly text: string;
  /** Null: the text is English, or no language that the generator knows. */
  readonly language: string | null;
}

/** Turns a text of a known language into English words in the same order; English comes back unchanged. */
export function toEnglish(text: string, lexicon: Lexicon): Translation {
  const words = fold(text).match(/[\p{L}\p{M}']+/gu) ?? [];
  let best: Language | null = null;
  let bestScore = englishScore(words, lexicon);
  for (const language of all()) {
    const score = language.isUnspaced ? unspacedScore(text, language) : scoreOf(words, language);
    if (score > bestScore) [best, bestScore] = [language, score];
  }
  if (best === null || bestScore < 1) return { text, language: null };
  return {
    text: best.isUnspaced ? translateUnspaced(text, best) : translate(text, best, lexicon),
    language: best.name,
  };
}

function englishScore(words: readonly string[], lexicon: Lexicon): number {
  let score = 0;
  for (const word of words) {
    if (englishGrammar.has(word)) score += 2;
    else if (lexicon.words.has(singular(word))) score += 1;
    else if (isEnglishWord(word)) score += 0.7;
  }
  return score;
}

function scoreOf(words: readonly string[], language: Language): number {
  let score = 0;
  for (const word of words.flatMap((entry) => splitElision(entry))) {
    if (language.grammar.has(word)) score += 2;
    else if (lookup(language, [word]) !== null) score += isEnglishWord(word) ? 0.9 : 1.05;
  }
  return score;
}

function unspacedScore(text: string, language: Language): number {
  const isJapanese = /[\u3040-\u30ff]/.test(text);
  if (!/[\u4e00-\u9fff\u3040-\u30ff]/.test(text) || (language.name === "Japanese") !== isJapanese) return 0;
  return 100;
}

const splitElision = (word: string): string[] =>
  (word.match(/^(?:l|d|un|dell|all|qu|j|s|n|c)'(?=.)|[^']+'?/g) ?? [word]).filter((part) => part !== "");

function lookup(language: Language, words: readonly string[]): { english: string; isPlural: boolean } | null {
  const phrase = words.join(" ");
  const exact = language.phrases.get(phrase);
  if (exact !== undefined) return exact;
  const last = words.at(-1) ?? "";
  const rest = words.slice(0, -1);
  for (const one of singularsOf(last, language.name)) {
    const found = language.phrases.get([...rest, one].join(" "));
    if (found !== undefined) return { english: found.english, isPlural: true };
  }
  if (words.length > 1) {
    const each = language.phrases.get(
      words.map((word) => singularsOf(word, language.name)[0] ?? word).join(" "),
    );
    if (each !== undefined) return { english: each.english, isPlural: true };
  }
  return null;
}

function singularsOf(word: string, language: string): string[] {
  const found: string[] = [];
  if (word.length < 4) return found;
  if (/^(?:French|Spanish|Portuguese|Dutch|English)$/.test(language)) {
    if (word.endsWith("s")) found.push(word.slice(0, -1));
    if (word.endsWith("x")) found.push(word.slice(0, -1));
    if (word.endsWith("ces")) found.push(`${word.slice(0, -3)}z`);
    if (word.endsWith("es")) found.push(word.slice(0, -2));
    if (word.endsWith("aux")) found.push(`${word.slice(0, -3)}al`);
    if (word.endsWith("oes")) found.push(`${word.slice(0, -3)}ao`);
    if (word.endsWith("ns") && language === "Portuguese") found.push(`${word.slice(0, -2)}m`);
  }
  if (language === "German")
    for (const end of ["en", "n", "e", "er", "s", "ern"])
      if (word.endsWith(end)) found.push(word.slice(0, -end.length));
  if (language === "Dutch" && word.endsWith("en")) found.push(word.slice(0, -2));
  return found;
}

function translate(text: string, language: Language, lexicon: Lexicon): string {
  const pieces = text.match(/[\p{L}\p{M}]+(?:['_-][\p{L}\p{M}]+)*'?|[^\p{L}\p{M}]+/gu) ?? [];
  const words = pieces.flatMap((piece) => (/^[\p{L}\p{M}]/u.test(piece) ? spread(piece, language) : [piece]));
  const out: string[] = [];
  for (let at = 0; at < words.length; ) {
    const step = translateAt(words, at, language, lexicon);
    out.push(step.text);
    at += step.used;
  }
  return out
    .join("")
    .replace(/[^\S\n]+/g, " ")
    .replace(/\b(with|and|or|has|contains|manage|track|add|remove|need|want) of (?:the )?/g, "$1 ")
    .replace(/([,:;(]) ?of (?:the )?/g, "$1 ");
}

/** "d'embauche" → two words with a space between; hyphenated words stay when the lexicon holds them. */
function spread(piece: string, language: Language): string[] {
  const folded = fold(piece);
  if (language.phrases.has(folded) || piece.includes("_")) return [piece];
  const parts = splitElision(piece.replace(/-/g, " ").replace(/ +/g, " ")).flatMap((part) => part.split(" "));
  return parts.flatMap((part, index) => (index === 0 ? [part] : [" ", part]));
}

function translateAt(
  words: readonly string[],
  at: number,
  language: Language,
  lexicon: Lexicon,
): { text: string; used: number } {
  const first = words[at] ?? "";
  if (!/^[\p{L}\p{M}]/u.test(first)) return { text: first, used: 1 };
  for (let length = language.wordsMax; length > 0; length--) {
    const found = lookupRun(words, at, length, language);
    if (found !== null) return { text: englishOf(found, lexicon), used: found.used };
  }
  return { text: first, used: 1 };
}

function lookupRun(
  words: readonly string[],
  at: number,
  length: number,
  language: Language,
): { english: string; isPlural: boolean; used: number } | null {
  const run: string[] = [];
  let used = 0;
  while (run.length < length) {
    const piece = words[at + used];
    if (piece === undefined) return null;
    if (/^[\p{L}\p{M}]/u.test(piece)) run.push(piece.toLowerCase().normalize("NFC"));
    else if (piece.trim() !== "") return null;
    used++;
  }
  // "de l'" is written apart and joined again here.
  const folded = run.map(fold);
  const found =
    lookup(language, run) ??
    lookup(language, folded) ??
    lookup(language, [folded.join(" ").replace(/' /g, "'")]);
  return found === null ? null : { ...found, used };
}

function englishOf(found: { english: string; isPlural: boolean }, lexicon: Lexicon): string {
  const key = found.english;
  const isThing = lexicon.senses.has(key);
  if (!found.isPlural || !isThing) return key;
  const words = key.split(" ");
  const last = words.pop() ?? "";
  return [...words, plural(singular(last))].join(" ");
}

function translateUnspaced(text: string, language: Language): string {
  const keys = [...language.phrases.keys()].sort((a, b) => b.length - a.length);
  let rest = text.normalize("NFC").toLowerCase();
  let out = "";
  while (rest !== "") {
    const key = keys.find((entry) => rest.startsWith(entry));
    const found = key === undefined ? undefined : language.phrases.get(key);
    if (key !== undefined && found !== undefined) {
      const noun = found.english;
      out += ` ${/^[a-z]+$/.test(noun) && !grammarWords.has(noun) && !/^(?:manage|create|add|remove|management|table|column|required|unique|name|title|price|date|amount|quantity|status|phone|email|address|description|content|system|application|database|is|number)$/.test(noun) ? plural(noun) : noun} `;
      rest = rest.slice(key.length);
    } else {
      const one = [...rest][0] ?? "";
      out += /[\u4e00-\u9fff\u3040-\u30ff]/.test(one) ? " " : one;
      rest = rest.slice(one.length);
    }
  }
  return out.replace(/[^\S\n]+/g, " ");
}
