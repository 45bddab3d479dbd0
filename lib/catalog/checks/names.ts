import type { Table } from "../types.ts";
import { unstorable } from "../values/unstorable.ts";
import { catalogLimits } from "./limits.ts";
import { reservedWords } from "./reserved-words.ts";

const namePattern = /^[a-z][a-z0-9_]*$/;

/** Letters that NFD does not take apart. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};

/** Reserved words whose plural is what a person would have called the thing. */
const reservedNouns: ReadonlySet<string> = new Set(
  "array authorization case cast check collation column constraint fetch grant group join like limit offset order table union user window".split(
    " ",
  ),
);

/** What is wrong with a name for a table or a column, in words for a person; null when nothing is. */
export function nameIssue(name: unknown): string | null {
  if (typeof name !== "string") return "A name must be text.";
  if (name === "") return 'A name is missing; give it one, like "customers".';
  if (reservedWords.has(name)) return `"${name}" is a reserved word of SQL; try "${toName(name)}".`;
  const shown = name.length > 80 ? `${name.slice(0, 80)}…` : name;
  if (!namePattern.test(name)) {
    return `"${shown}" is not a valid name: use small letters (a to z), digits and underscores, and start with a letter; try "${toName(name)}".`;
  }
  if (name.length > catalogLimits.nameBytes) {
    return `"${shown}" is too long: a name has at most ${catalogLimits.nameBytes} characters; try "${toName(name)}".`;
  }
  return null;
}

/** The same of a name typed in SQL, where any quoted name will do. */
function sqlNameIssue(name: string): string | null {
  const stored = unstorable(name);
  if (stored !== null) return `The name ${stored}.`;
  if (name === "") return "A name is missing.";
  if (name.startsWith("$"))
    return `"${name.slice(0, 80)}" begins with "$", as names of the server's own do; choose another.`;
  return new TextEncoder().encode(name).length > catalogLimits.nameBytes
    ? `"${name.slice(0, 80)}" is too long: a name has at most ${catalogLimits.nameBytes} bytes.`
    : null;
}

/** What is wrong with a name for a table, or for a column of it. */
export function tableNameIssue({ origin }: Pick<Table, "origin">, name: string): string | null {
  return origin === "sql" ? sqlNameIssue(name) : nameIssue(name);
}

/** Any text as a valid snake_case name; a valid name stays as it is. */
export function toName(text: string): string {
  if (isPlainName(text)) return text;
  // A name is at most 63 bytes, so what lies far behind cannot show.
  const words = text
    .slice(0, 1000)
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1_$2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1_$2")
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => plainLetters[letter] ?? "")
    .normalize("NFD")
    .replace(/\p{M}|['’]/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const started = words === "" ? "unnamed" : /^[0-9]/.test(words) ? `n_${words}` : words;
  const cut = started.slice(0, catalogLimits.nameBytes).replace(/_+$/, "");
  if (!reservedWords.has(cut)) return cut;
  return reservedNouns.has(cut) ? `${cut}s` : `${cut}_value`;
}

function isPlainName(text: string): boolean {
  return namePattern.test(text) && text.length <= catalogLimits.nameBytes && !reservedWords.has(text);
}
