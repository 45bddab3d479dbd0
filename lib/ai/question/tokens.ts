import { singular } from "../builtin/text/inflection.ts";
import { dictionary } from "../dictionary.ts";
import { root } from "./inflection.ts";

/** One word, number, quoted text or sign of a question. */
export interface Token {
  /** As written; of a quoted text, what is between the quotes. */
  readonly text: string;
  readonly lower: string;
  /** Singular form and root of a word, in small letters. */
  readonly singular: string;
  readonly root: string;
  readonly kind: "word" | "number" | "literal" | "sign";
  /** Of a number, also when written as a word. */
  readonly number: number | null;
  readonly isMoney: boolean;
  readonly isCapital: boolean;
  /** Followed by `'s`. */
  readonly isPossessive: boolean;
  /** `did`, `does` or `has` stands before it: who does what the verb says. */
  readonly isAgent: boolean;
  /** A comma follows. */
  readonly isBeforeComma: boolean;
}

const numberWords = dictionary<number>({
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  fifty: 50,
  hundred: 100,
  thousand: 1000,
  million: 1_000_000,
});

const contractions = dictionary<readonly string[]>({
  "can't": ["can", "not"],
  "won't": ["will", "not"],
  "who's": ["who", "is"],
  "what's": ["what", "is"],
  "that's": ["that", "is"],
  "there's": ["there", "is"],
  "where's": ["where", "is"],
  "let's": ["let", "us"],
});

const pattern = new RegExp(
  [
    `"(?<double>[^"]+)"`,
    `(?<![\\p{L}\\p{N}])'(?<single>[^']+)'(?![\\p{L}])`,
    `(?<literal>[\\w.+-]+@[\\w-]+\\.[\\w.]+|@?[a-z][\\w-]*(?:\\.[a-z]{2,})+|\\d{4}-\\d{2}-\\d{2}|\\d{1,2}[/.]\\d{1,2}[/.]\\d{4})`,
    `(?:(?<money>[$€£])\\s?)?(?<number>\\d[\\d,]*(?:\\.\\d+)?)(?<scale>[kK]|[mM](?![\\p{L}]))?(?<ordinal>st|nd|rd|th)?(?![\\p{L}\\d])`,
    `(?<word>[\\p{L}\\p{N}_]+(?:'[\\p{L}]+)?'?)`,
    `(?<sign>>=|<=|<>|!=|=|>|<|;)`,
    `(?<comma>,)`,
  ].join("|"),
  "gu",
);

/** The words of a question, in order; punctuation other than commas, comparison signs and semicolons is dropped. */
export function tokenise(question: string): readonly Token[] {
  const text = question
    .normalize("NFC")
    .replace(/[“”«»]/g, '"')
    .replace(/[‘’`]/g, "'");
  const tokens: Token[] = [];
  for (const match of text.matchAll(pattern)) {
    const found = match.groups ?? {};
    if (found.comma === undefined)
      tokens.push(...tokensOf(found).map((token) => markAgent(token, tokens.at(-1))));
    else {
      const last = tokens.pop();
      if (last !== undefined) tokens.push({ ...last, isBeforeComma: true });
    }
  }
  return tokens;
}

function markAgent(token: Token, before: Token | undefined): Token {
  return ["did", "does", "do", "has", "have", "had"].includes(before?.lower ?? "")
    ? { ...token, isAgent: true }
    : token;
}

function tokensOf(found: Record<string, string | undefined>): readonly Token[] {
  const literal = found.double ?? found.single ?? found.literal;
  if (literal !== undefined) return [token(literal, { kind: "literal" })];
  if (found.number !== undefined) return [numberToken(found.number, found)];
  if (found.sign !== undefined) return [token(found.sign, { kind: "sign" })];
  return wordTokens(found.word ?? "");
}

function numberToken(digits: string, found: Record<string, string | undefined>): Token {
  const scale = { k: 1000, m: 1_000_000 }[found.scale?.toLowerCase() ?? ""] ?? 1;
  const number = Number(digits.replaceAll(",", "")) * scale;
  return token(digits, { kind: "number", number, isMoney: found.money !== undefined });
}

function wordTokens(word: string): readonly Token[] {
  const lower = word.toLowerCase();
  const known = contractions[lower];
  if (known !== undefined) return known.map((part) => token(part, {}));
  if (lower.endsWith("n't")) return [token(lower.slice(0, -3), {}), token("not", {})];
  const isPossessive = /'s?$/.test(lower);
  const bare = word.replace(/'\p{L}*$/u, "");
  return bare === "" ? [] : [token(bare, { isPossessive })];
}

function token(text: string, fields: Partial<Token>): Token {
  const lower = text.toLowerCase();
  return {
    text,
    lower,
    singular: singular(lower),
    root: root(lower),
    kind: "word",
    number: numberWords[lower] ?? null,
    isMoney: false,
    isCapital: /^\p{Lu}/u.test(text),
    isPossessive: false,
    isAgent: false,
    isBeforeComma: false,
    ...fields,
  };
}
