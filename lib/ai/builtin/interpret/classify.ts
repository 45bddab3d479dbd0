import { backNouns } from "../grammar/cues.ts";
import type { Thing } from "../grammar/thing.ts";
import { type Context, findTable, readingOf, wholeReading } from "./context.ts";

/** Where a thing stands: under the application, under a table in prose, or in a list of columns. */
export type Place = "application" | "owner" | "columns";

const junk = new Set(
  "basis way purpose reason example manner mode need needs detail details info information data thing stuff feature features functionality option options lot idea help fun life world work term terms use user-friendly home side kind type types sort case end start top person name list".split(
    " ",
  ),
);

/** Whether a thing at a place is a table of its own or a column. */
export function isTableAt(context: Context, thing: Thing, place: Place, siblings: readonly Thing[]): boolean {
  const whole = wholeReading(context, thing);
  const reading = readingOf(context, thing);
  if (place === "columns") return false;
  const hasEntity = reading.entity !== null || whole.entity !== null;
  const isExact = reading.entity !== null && reading.modifiers.length === 0;
  if (place === "application") {
    if (hasStory(thing)) return true;
    if (isExact)
      return !(
        whole.attribute !== null &&
        !whole.isPlural &&
        !siblings.some((other) => other !== thing && isClearTable(context, other))
      );
    if (whole.attribute !== null) return false;
    return hasEntity || !junk.has(reading.key);
  }
  if (thing.noun.words.some((token) => token.identifier)) return false;
  if (whole.attribute !== null && !whole.isPlural && !thing.noun.isMany) return false;
  if (findTable(context, reading) !== null && isExact && (whole.isPlural || thing.noun.isMany)) return true;
  if (
    whole.attribute !== null &&
    /^(tags|keywords|notes|hours|points|views|goals|pages|minutes|specs|preferences|symptoms|instructions|terms|settings|seats|rooms|bedrooms|bathrooms|reps|sets|servings|calories)$/.test(
      toText(thing),
    )
  ) {
    return (
      thing.noun.isMany ||
      (!siblings.some((other) => other !== thing && isClearColumn(context, other)) &&
        /^(tags|notes|rooms|sets)$/.test(toText(thing)))
    );
  }
  if (isExact && (whole.isPlural || thing.noun.isMany)) return true;
  if (hasStory(thing) && hasEntity) return true;
  if (thing.noun.isMany) return true;
  if (whole.isPlural && !hasEntity)
    return (
      siblings.every((other) => readingOf(context, other).isPlural && !isClearColumn(context, other)) &&
      whole.attribute === null
    );
  if (whole.isPlural && hasEntity && whole.attribute === null) return !isMeasure(reading.key);
  return false;
}

const isMeasure = (key: string): boolean =>
  /(level|number|date|time|name|id|status|score|need|count|price|cost|rate|fee|url)$/.test(key);

const toText = (thing: Thing): string => thing.noun.words.map((token) => token.text).join(" ");

function hasStory(thing: Thing): boolean {
  return (
    thing.noun.isEach ||
    thing.details.length > 0 ||
    thing.relatives.some((relative) => relative.objects.length > 0)
  );
}

export function isClearTable(context: Context, thing: Thing): boolean {
  const reading = readingOf(context, thing);
  return reading.entity !== null && reading.modifiers.length === 0 && reading.attribute === null;
}

export function isClearColumn(context: Context, thing: Thing): boolean {
  const reading = wholeReading(context, thing);
  return reading.attribute !== null && !reading.isPlural;
}

/** "each entry", "it": the table last spoken of. */
export function pointsBack(context: Context, thing: Thing): boolean {
  const words = thing.noun.words;
  return (
    words.length === 1 &&
    backNouns.has(words[0]?.base ?? "") &&
    context.last !== null &&
    context.model.find(words[0]?.base ?? "") === null
  );
}

export function isJunk(key: string): boolean {
  return junk.has(key) || /^\d/.test(key);
}
