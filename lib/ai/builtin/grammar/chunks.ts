import type { Lexicon } from "../lexicon.ts";
import { isPlural } from "../text/inflection.ts";
import type { Mark } from "../text/marks.ts";
import type { Token } from "../text/tokens.ts";
import {
  auxiliaries,
  beWords,
  countWords,
  detailWords,
  determiners,
  eachWords,
  fillers,
  haveWords,
  manyWords,
  otherWords,
  prepositions,
  pronouns,
  relativeWords,
  weakAdjectives,
} from "./cues.ts";
import { keyOf } from "./phrases.ts";
import { isVerbAt } from "./verbs.ts";

export interface NounChunk {
  readonly kind: "noun";
  readonly words: readonly Token[];
  readonly determiner: string;
  readonly isEach: boolean;
  readonly isMany: boolean;
  readonly isOther: boolean;
  readonly count: number;
  /** What the words are known as: a table's name in the plural, a column's name, or neither for certain. */
  readonly look: "table" | "column" | "either";
}

export type Chunk =
  | NounChunk
  | { readonly kind: "pronoun"; readonly word: string }
  | { readonly kind: "verb"; readonly lemma: string; readonly form: "base" | "s" | "ing" | "past" }
  | { readonly kind: "be" | "have" | "modal" | "not" }
  | { readonly kind: "preposition"; readonly word: string }
  | { readonly kind: "detail" }
  | { readonly kind: "relative"; readonly word: string }
  | { readonly kind: "mark"; readonly mark: Mark }
  | { readonly kind: "sign"; readonly sign: "," | "and" | "or" | ":" | "(" | ")" | "." | "/" };

interface Pending {
  determiner: string;
  isEach: boolean;
  isMany: boolean;
  isOther: boolean;
  count: number;
}

const none = (): Pending => ({ determiner: "", isEach: false, isMany: false, isOther: false, count: 0 });

/** Groups the tokens of one sentence into phrases. */
export function chunk(tokens: readonly Token[], lexicon: Lexicon): Chunk[] {
  const chunks: Chunk[] = [];
  let pending = none();
  let run: Token[] = [];
  const flush = (): void => {
    for (const words of splitRun(run, lexicon))
      chunks.push({ kind: "noun", words, ...pending, look: lookOf(words, lexicon) });
    if (run.length > 0) pending = none();
    run = [];
  };
  tokens.forEach((token, index) => {
    const word = token.text;
    if ((isContent(token) || isNeed(tokens, index)) && !isVerbAt(tokens, index, lexicon)) {
      if (
        run.length > 0 ||
        !fillers.has(word) ||
        startsPhrase(tokens, index, lexicon) ||
        isLoneColumn(tokens, index, lexicon)
      )
        run.push(token);
      return;
    }
    // "title of the book": the determiner belongs to what comes next, so the run ends here.
    flush();
    const quantity = quantityOf(token);
    if (quantity !== null) pending = { ...pending, ...quantity };
    else {
      const made = chunkOf(tokens, index, lexicon);
      if (made !== null) {
        chunks.push(made);
        pending = none();
      }
    }
  });
  flush();
  return chunks;
}

/** Plurals that are columns of one row as often as tables. */
const mayBeColumn =
  /^(?:note|tag|keyword|label|hour|room|seat|point|view|page|instruction|image|minute|set|rep|symptom|preference|setting|skill|language|color|size)$/;

function lookOf(words: readonly Token[], lexicon: Lexicon): NounChunk["look"] {
  const key = keyOf(words);
  const isThing = lexicon.senses.has(key);
  if (isThing && isPlural(words.at(-1)?.text ?? "")) return mayBeColumn.test(key) ? "either" : "table";
  if (isPlural(words.at(-1)?.text ?? "")) return "either";
  return isThing && !lexicon.attributes.has(key) ? "either" : "column";
}

function isContent(token: Token): boolean {
  if (token.kind === "number") return true;
  if (token.kind !== "word") return false;
  const word = token.text;
  return !(
    determiners.has(word) ||
    eachWords.has(word) ||
    manyWords.has(word) ||
    otherWords.has(word) ||
    countWords.has(word) ||
    prepositions.has(word) ||
    detailWords.has(word) ||
    relativeWords.has(word) ||
    auxiliaries.has(word) ||
    pronouns.has(word) ||
    word === "and" ||
    word === "or" ||
    word === "plus" ||
    word === "not"
  );
}

/** "make, model, year, price": a word that is a filler elsewhere and a column here. */
function isLoneColumn(tokens: readonly Token[], index: number, lexicon: Lexicon): boolean {
  const [before, token, after] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (token === undefined || !lexicon.attributes.has(token.base)) return false;
  const opens =
    before?.kind === "sign" ||
    before?.text === "and" ||
    before?.text === "with" ||
    (before !== undefined && determiners.has(before.text));
  return (
    opens && (after === undefined || after.kind !== "word" || after.text === "and" || after.text === "or")
  );
}

/** "sunlight needs and notes": the noun. */
function isNeed(tokens: readonly Token[], index: number): boolean {
  const [before, token, after] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (token?.text !== "needs" && token?.text !== "need") return false;
  return before?.kind === "word" && (after === undefined || after.kind === "sign" || after.text === "and");
}

function startsPhrase(tokens: readonly Token[], index: number, lexicon: Lexicon): boolean {
  for (const length of [3, 2]) {
    const words = tokens.slice(index, index + length);
    if (words.length < length || !words.every(isContent)) continue;
    const key = keyOf(words);
    if (lexicon.senses.has(key) || lexicon.attributes.has(key) || lexicon.domains.has(key)) return true;
  }
  return false;
}

function quantityOf(token: Token): Partial<Pending> | null {
  const word = token.text;
  if (determiners.has(word)) return { determiner: word };
  if (eachWords.has(word)) return { isEach: true };
  if (manyWords.has(word)) return { isMany: true };
  if (otherWords.has(word)) return { isOther: true };
  const count = countWords.get(word);
  return count === undefined ? null : { count };
}

function chunkOf(tokens: readonly Token[], index: number, lexicon: Lexicon): Chunk | null {
  const token = tokens[index];
  if (token === undefined) return null;
  const word = token.text;
  if (token.mark !== null) return { kind: "mark", mark: token.mark };
  if (token.kind === "sign") return signOf(word);
  if (word === "and" || word === "plus") return { kind: "sign", sign: "and" };
  if (word === "or") return { kind: "sign", sign: "or" };
  if (word === "not") return { kind: "not" };
  if (haveWords.has(word)) return word === "having" ? { kind: "detail" } : { kind: "have" };
  if (beWords.has(word)) return { kind: "be" };
  if (detailWords.has(word)) return isVerbAt(tokens, index, lexicon) ? { kind: "have" } : { kind: "detail" };
  if (auxiliaries.has(word)) return { kind: "modal" };
  if (relativeWords.has(word)) return { kind: "relative", word };
  if (pronouns.has(word)) return { kind: "pronoun", word };
  if (word === "like" && isVerbAt(tokens, index, lexicon))
    return { kind: "verb", lemma: "like", form: "base" };
  if (prepositions.has(word)) return { kind: "preposition", word };
  return { kind: "verb", lemma: verbLemma(token), form: formOf(word) };
}

function signOf(sign: string): Chunk | null {
  if (sign === "," || sign === "|" || sign === "•" || sign === "*" || sign === ";")
    return { kind: "sign", sign: "," };
  if (sign === "&" || sign === "+") return { kind: "sign", sign: "and" };
  if (sign === "(" || sign === "[" || sign === "{") return { kind: "sign", sign: "(" };
  if (sign === ")" || sign === "]" || sign === "}") return { kind: "sign", sign: ")" };
  if (sign === ":" || sign === "=") return { kind: "sign", sign: ":" };
  if (sign === "/") return { kind: "sign", sign: "/" };
  if (sign === "-" || sign === ">") return { kind: "sign", sign: "," };
  return sign === "." || sign === "!" || sign === "?" ? { kind: "sign", sign: "." } : null;
}

function formOf(word: string): "base" | "s" | "ing" | "past" {
  if (word.endsWith("ing") && !/^(?:bring|sing|ring|swing|spring|string)$/.test(word)) return "ing";
  if (
    /(ed|given|made|written|held|kept|taken|sent|bought|sold|paid|lent|taught|led|shown|built|worn|known|caught|found|seen|done|run|spent|grown|flown|driven|drawn|chosen)$/.test(
      word,
    )
  ) {
    return "past";
  }
  return word.endsWith("s") && !word.endsWith("ss") ? "s" : "base";
}

const irregularVerbs: ReadonlyMap<string, string> = new Map(
  "given:give made:make written:write held:hold kept:keep taken:take sent:send bought:buy sold:sell paid:pay lent:lend taught:teach led:lead shown:show built:build worn:wear caught:catch found:find seen:see done:do spent:spend grown:grow flown:fly driven:drive drawn:draw chosen:choose gave:give took:take wrote:write ran:run left:leave met:meet lies:lie enrolled:enroll enrols:enrol borrowed:borrow booked:book lives:live rented:rent placed:place"
    .split(" ")
    .map((pair) => [pair.split(":")[0] ?? "", pair.split(":")[1] ?? ""]),
);

/** The verb's base form: wink's lemma where it saw a verb, spelling rules otherwise. */
function verbLemma(token: Token): string {
  const known = irregularVerbs.get(token.text);
  if (known !== undefined) return known;
  if ((token.pos === "VERB" || token.pos === "AUX") && token.lemma !== token.text) return token.lemma;
  const word = token.text;
  if (/(ches|shes|sses|xes|oes)$/.test(word)) return word.slice(0, -2);
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** Plural nouns that are part of a name when another noun follows. */
const joined = new Set(
  "sports sales goods news savings customs arts species series logistics electronics operations communications works systems parts human".split(
    " ",
  ),
);

/** "customers cars repairs" are three things, "order items" is one. */
function splitRun(run: readonly Token[], lexicon: Lexicon): Token[][] {
  const words = trimRun(run, lexicon);
  if (words.length === 0) return [];
  const known = (tokens: readonly Token[]): boolean => {
    const key = keyOf(tokens);
    return lexicon.senses.has(key) || lexicon.attributes.has(key) || lexicon.domains.has(key);
  };
  if (words.length === 1 || known(words)) return [words];
  for (let cut = words.length - 1; cut > 0; cut--) {
    const head = words.slice(0, cut);
    const last = head.at(-1);
    if (last === undefined || !isPlural(last.text) || joined.has(last.text)) continue;
    const tail = words.slice(cut);
    const next = tail[0];
    if (next === undefined || next.kind === "number") continue;
    if (lexicon.senses.has(keyOf([last])) && tailIsThing(tail, lexicon)) {
      return [...splitRun(head, lexicon), ...splitRun(tail, lexicon)];
    }
  }
  return [words];
}

function tailIsThing(tail: readonly Token[], lexicon: Lexicon): boolean {
  const first = tail[0];
  if (
    first === undefined ||
    /^(tables?|lists?|data|records?|info|information|details?|database|directory|management|system|app|catalog|log|type|types|name|names|number|entity|tracker|list)$/.test(
      first.text,
    )
  ) {
    return false;
  }
  return lexicon.senses.has(keyOf(tail)) || isPlural(first.text);
}

/** Drops fillers and weak adjectives that are not part of a known name. */
function trimRun(run: readonly Token[], lexicon: Lexicon): Token[] {
  let words = [...run];
  while (words.length > 1) {
    const first = words[0];
    if (first === undefined || !weakAdjectives.has(first.text) || startsPhrase(words, 0, lexicon)) break;
    words = words.slice(1);
  }
  while (words.length > 0) {
    const last = words.at(-1);
    if (last === undefined || !fillers.has(last.text) || lexicon.attributes.has(keyOf(words.slice(-2))))
      break;
    if (last.text === "time" || last.text === "day" || last.text === "month" || last.text === "year") break;
    words = words.slice(0, -1);
  }
  return words;
}
