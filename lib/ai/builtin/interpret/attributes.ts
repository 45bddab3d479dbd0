import type { Column, ColumnType } from "../../../catalog/types.ts";
import type { Thing } from "../grammar/thing.ts";
import { phraseKey } from "../lexicon.ts";
import { typeOfName, typeOfWord } from "../model/column-type.ts";
import { columnOf, putColumn } from "../model/columns.ts";
import type { DraftColumn, DraftTable } from "../model/model.ts";
import type { Mark } from "../text/marks.ts";
import { type Context, readingOf } from "./context.ts";

/** Words that are good column names themselves, although the ontology knows another word for the same. */
const kept = new Set(
  "deadline stock picture image photo thumbnail cover avatar logo icon login nickname handle link keyword label wage pay sum star dose remark odometer degree passport speciality specialization active published completed finished enabled available featured verified paid favorite surname mobile cell telephone pdf file audio video expiration weight battery about make phone_number email_address sex preference".split(
    " ",
  ),
);

const heads = new Set(
  "date time year number amount type kind status name place city country level color method length duration price cost code title description reason unit size value state count rate id month day".split(
    " ",
  ),
);

/** The column's name and type that a thing means as an attribute of `owner`. */
export function attributeColumn(context: Context, thing: Thing, owner: DraftTable | null): Column | null {
  const marks = marksOf(thing);
  const spoken = spokenName(context, thing, owner);
  if (spoken === null) return null;
  const inUnits = thing.links.find((link) => link.preposition === "in")?.things[0]?.noun.words[0]?.base ?? "";
  const isCount = /^(?:day|minute|second|week|month|year|hour)$/.test(inUnits);
  const isMeasure =
    /^(?:ms|millisecond|meter|metre|m|km|kilometer|kg|gram|g|cm|mm|liter|litre|ml|percent|euro|dollar|usd|eur|mile|pound|degree|kwh|watt)$/.test(
      inUnits,
    );
  const type = isCount ? "integer" : isMeasure ? "number" : spoken.type;
  return columnOf(spoken.name, type, marks);
}

function spokenName(
  context: Context,
  thing: Thing,
  owner: DraftTable | null,
): { name: string; type: ColumnType | null } | null {
  const of = thing.links.find((link) => link.preposition === "of")?.things[0];
  const base = thing.noun.words.map((token) => (token.identifier ? phraseKey(token.text) : token.base));
  const typed = typedColumn(thing, base);
  if (typed !== null) return typed;
  if (of !== undefined) return ofName(context, base, of, owner);
  return plainName(context, thing, base, owner);
}

/** "a JSON column for specs", "a date field called due". */
function typedColumn(
  thing: Thing,
  base: readonly string[],
): { name: string; type: ColumnType | null } | null {
  if (!/^(column|field|attribute)$/.test(base.at(-1) ?? "")) return null;
  const other =
    thing.links.find((link) => /^(?:for|of)$/.test(link.preposition))?.things[0] ??
    thing.relatives.find((relative) => /^(call|name)$/.test(relative.verb))?.objects[0];
  const type = typeOfWord(base.slice(0, -1).join(" "));
  if (other !== undefined) return { name: toName(other.noun.words.map((token) => token.text)), type };
  return base.length > 1 ? { name: toName(base.slice(0, -1)), type: null } : null;
}

function ofName(
  context: Context,
  base: readonly string[],
  of: Thing,
  owner: DraftTable | null,
): { name: string; type: ColumnType | null } {
  const other = of.noun.words.map((token) => token.base);
  const known = context.lexicon.attributes.get([...base, "of", ...other].join(" "));
  if (known !== undefined) return { name: known.column, type: known.type ?? null };
  const head = base.at(-1) ?? "";
  if (owner?.keys.has(other.join(" ")) === true) return plainOf(context, base);
  if (head === "number" || head === "count" || head === "quantity")
    return { name: toName(["number", "of", ...of.noun.words.map((token) => token.text)]), type: "integer" };
  if (heads.has(head)) return { name: toName([...other, ...base]), type: null };
  return { name: toName([...base, "of", ...other]), type: null };
}

function plainOf(context: Context, base: readonly string[]): { name: string; type: ColumnType | null } {
  const known = context.lexicon.attributes.get(base.join(" "));
  return { name: known?.column ?? toName(base), type: known?.type ?? null };
}

function plainName(
  context: Context,
  thing: Thing,
  base: readonly string[],
  owner: DraftTable | null,
): { name: string; type: ColumnType | null } | null {
  const texts = thing.noun.words.map((token) => token.text);
  const raw = withoutOwner(base, owner);
  const known =
    context.lexicon.attributes.get(base.join(" ")) ?? context.lexicon.attributes.get(raw.join(" "));
  if (thing.noun.words.some((token) => token.identifier))
    return { name: toName(texts), type: known?.type ?? null };
  if (known !== undefined) {
    const type = known.type ?? typeOfName(known.column);
    const isKept = kept.has(base.join("_")) || kept.has(base.join(" "));
    return { name: isKept ? toName(texts) : known.column, type };
  }
  if (base.at(-1) === "flag" && base.length > 1)
    return { name: `is_${toName(base.slice(0, -1))}`, type: "boolean" };
  const name = toName(texts);
  return name === "" ? null : { name, type: null };
}

/** "the invoice number" of invoices stays; "customer name" of customers is their name. */
function withoutOwner(base: readonly string[], owner: DraftTable | null): readonly string[] {
  if (owner === null || base.length < 2) return base;
  for (const key of owner.keys) {
    const words = key.split(" ");
    if (words.length < base.length && words.every((word, index) => base[index] === word))
      return base.slice(words.length);
  }
  return base;
}

/** Any words as a column name: snake case, ASCII letters, never empty for a word that has letters. */
export function toName(words: readonly string[]): string {
  return words
    .join("_")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 60);
}

/** Marks on the thing and in its parentheses: "(unique)", "(draft, sent)", "(kg)", "yes/no". */
function marksOf(thing: Thing): Mark[] {
  const marks = [
    ...thing.marks,
    ...thing.relatives.flatMap((relative) =>
      relative.verb === "be" || relative.verb === "" ? relative.marks : [],
    ),
  ];
  const aside = thing.aside;
  if (aside !== null) {
    for (const predicate of aside.predicates) marks.push(...predicate.marks);
    marks.push(...asideMarks(aside.subjects));
  }
  const lead = thing.noun.words[0]?.text;
  if (lead === "unique" && thing.noun.words.length > 1) marks.push({ kind: "unique", value: "" });
  if ((lead === "required" || lead === "mandatory") && thing.noun.words.length > 1)
    marks.push({ kind: "required", value: "" });
  return marks;
}

function asideMarks(things: readonly Thing[]): Mark[] {
  const words = things.map((thing) => thing.noun.words.map((token) => token.text).join(" "));
  const marks: Mark[] = [];
  const values: string[] = [];
  for (const word of words) {
    if (word === "unique") marks.push({ kind: "unique", value: "" });
    else if (/^(required|mandatory|obligatory)$/.test(word)) marks.push({ kind: "required", value: "" });
    else if (/^(optional|nullable)$/.test(word)) marks.push({ kind: "optional", value: "" });
    else if (typeOfWord(word) !== null) marks.push({ kind: "type", value: word });
    else values.push(word);
  }
  if (values.length > 1) marks.push({ kind: "values", value: values.join(",") });
  return marks;
}

/** Adds an attribute to a table; `maybe` when its word is a table's name as well. */
export function addAttribute(context: Context, owner: DraftTable, thing: Thing): DraftColumn | null {
  const stripped = stripMarkWords(thing);
  const column = attributeColumn(context, stripped, owner);
  if (column === null || column.name === "id") return null;
  const entry = putColumn(owner, column);
  const reading = readingOf(context, stripped);
  const isPlainText = column.type === "text" || column.type === "text[]";
  if (reading.entity !== null && isPlainText && reading.modifiers.length === 0 && entry.was === null) {
    entry.maybe = reading.entity;
  } else if (entry.was === null && isPlainText && reading.entity !== null && reading.attribute === null)
    entry.maybe = reading.entity;
  return entry;
}

const markWord = /^(?:unique|required|mandatory|optional)$/;

/** "a unique username", "the column status", "published_at timestamp": the bare name, marked. */
function stripMarkWords(thing: Thing): Thing {
  let words = thing.noun.words;
  const marks: Mark[] = [];
  while (
    words.length > 1 &&
    /^(?:unique|required|mandatory|optional|column|field|attribute|new|extra|additional)$/.test(
      words[0]?.text ?? "",
    )
  ) {
    const first = words[0]?.text ?? "";
    if (markWord.test(first)) marks.push(markOf(first));
    words = words.slice(1);
  }
  while (words.length > 1 && markWord.test(words.at(-1)?.text ?? "")) {
    marks.push(markOf(words.at(-1)?.text ?? ""));
    words = words.slice(0, -1);
  }
  const last = words.at(-1)?.text ?? "";
  if (words.length > 1 && words.at(-2)?.identifier === true && typeOfWord(last) !== null) {
    marks.push({ kind: "type", value: last });
    words = words.slice(0, -1);
  } else if (
    words.length > 1 &&
    /^(?:text|integer|int|boolean|bool|decimal|numeric|float|varchar|string|uuid|jsonb|timestamp|datetime)$/.test(
      last,
    )
  ) {
    marks.push({ kind: "type", value: last });
    words = words.slice(0, -1);
  }
  return { ...thing, noun: { ...thing.noun, words }, marks: [...thing.marks, ...marks] };
}

const markOf = (word: string): Mark => ({
  kind: word === "mandatory" || word === "required" ? "required" : word === "unique" ? "unique" : "optional",
  value: "",
});
