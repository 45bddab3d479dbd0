import type { Context } from "../interpret/context.ts";

const abuse =
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,40}\b(?:instructions?|rules?|prompts?|guidelines|above|previous|prior)\b|\b(?:reveal|print|show|repeat|output|tell|leak|display|give)\b[^.]{0,40}\b(?:system|hidden|secret|initial|original|your)\s+(?:prompt|instructions?|rules|message|configuration)\b|\byou are (?:now|no longer)\b|\bjailbreak\b|\bDAN mode\b|\bact as (?:an?|the) (?!app|database)/i;

/** A text that addresses the machine instead of describing data. */
export function isAbuse(text: string): boolean {
  return abuse.test(text);
}

/** Nothing in the text names a thing of the world that data could be kept about. */
export function isTooVague(context: Context, text: string): boolean {
  const made = context.model.tables.filter((table) => table.origin !== "base");
  const extended = context.model.tables.some(
    (table) => table.origin === "base" && table.columns.some((entry) => entry.was === null),
  );
  if (made.length === 0 && context.domains.length === 0 && !extended) return true;
  const known = made.some((table) => table.entity !== null) || context.domains.length > 0 || extended;
  if (known)
    return (
      isQuestion(text) &&
      !made.some((table) => table.columns.length > 0) &&
      !/\b(?:app|database|table|track|store|manage)\b/i.test(text)
    );
  const listed = made.some((table) => table.columns.length > 0);
  const asks =
    /\b(?:app|application|database|table|track|store|manage|system|list|keep|record|website|platform|with|have|has)\b|:/i.test(
      text,
    );
  return !(listed || (asks && made.some((table) => isWord(table.name))));
}

const isQuestion = (text: string): boolean =>
  /^\s*(?:what|who|when|where|why|how|is|are|do|does|did)\b.*\?/i.test(text);

/** Some vowel between consonants: "beehives", not "zxcv". */
const isWord = (name: string): boolean =>
  name.length > 2 &&
  !/^(?:nice|something|stuff|thing|things|it|app|apps)s?$/.test(name) &&
  name.split("_").some((part) => part.length > 2 && /[aeiouy]/.test(part) && !/[^aeiouy]{5}/.test(part));
