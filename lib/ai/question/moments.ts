import { dictionary } from "../dictionary.ts";
import type { Token } from "./tokens.ts";

export type Unit = "day" | "week" | "month" | "quarter" | "year" | "hour" | "minute";

/** A stretch of time, as people name it. */
export type Moment =
  /** A calendar unit: 0 the running one, -1 the one before. */
  | { readonly kind: "period"; readonly unit: Unit; readonly offset: number }
  /** So many units up to now, or from now on. */
  | { readonly kind: "rolling"; readonly unit: Unit; readonly count: number; readonly isFuture: boolean }
  /** A point in the past or in the future. */
  | { readonly kind: "distance"; readonly unit: Unit; readonly count: number; readonly isFuture: boolean }
  /** Days; `to` is the first day after. ISO. */
  | { readonly kind: "fixed"; readonly from: string; readonly to: string }
  /** A month of any year, 1 to 12. */
  | { readonly kind: "month"; readonly month: number }
  | { readonly kind: "now" };

export interface FoundMoment {
  readonly moment: Moment;
  /** How many tokens say it. */
  readonly length: number;
}

const units = dictionary<Unit>({
  day: "day",
  week: "week",
  month: "month",
  quarter: "quarter",
  year: "year",
  hour: "hour",
  minute: "minute",
});

const months = "january february march april may june july august september october november december".split(
  " ",
);

const days = dictionary<number>({ today: 0, yesterday: -1, tomorrow: 1, tonight: 0 });

const offsets = dictionary<number>({
  this: 0,
  current: 0,
  last: -1,
  previous: -1,
  past: -1,
  next: 1,
  coming: 1,
  following: 1,
});

/** The longest name of a time that starts at a token; null when none does. */
export function findMoment(tokens: readonly Token[], start: number): FoundMoment | null {
  const skip = tokens[start]?.lower === "the" ? 1 : 0;
  const found =
    dayAt(tokens, start + skip) ??
    relativeAt(tokens, start + skip) ??
    agoAt(tokens, start + skip) ??
    monthAt(tokens, start + skip) ??
    isoAt(tokens, start + skip);
  return found === null ? null : { ...found, length: found.length + skip };
}

function dayAt(tokens: readonly Token[], at: number): FoundMoment | null {
  const token = tokens[at];
  if (token === undefined) return null;
  const offset = days[token.lower];
  if (offset !== undefined) return { moment: { kind: "period", unit: "day", offset }, length: 1 };
  if (token.lower === "now") return { moment: { kind: "now" }, length: 1 };
  return null;
}

/** `this month`, `last 30 days`, `the next two weeks`. */
function relativeAt(tokens: readonly Token[], at: number): FoundMoment | null {
  const offset = offsets[tokens[at]?.lower ?? ""];
  if (offset === undefined) return null;
  const next = tokens[at + 1];
  const unit = units[next?.singular ?? ""];
  if (unit !== undefined && offset !== 0 && isStretch(tokens, at)) {
    return { moment: { kind: "rolling", unit, count: 1, isFuture: offset > 0 }, length: 2 };
  }
  if (unit !== undefined) return { moment: { kind: "period", unit, offset }, length: 2 };
  const counted = units[tokens[at + 2]?.singular ?? ""];
  const count = next?.number ?? (next?.lower === "few" ? 3 : null);
  if (counted === undefined || count === null || offset === 0) return null;
  return { moment: { kind: "rolling", unit: counted, count, isFuture: offset > 0 }, length: 3 };
}

/** "in the last week" are seven days, "last week" is from Monday to Sunday. */
function isStretch(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.lower === "past" || tokens[at]?.lower === "coming") return true;
  const article = tokens[at - 1]?.lower === "the" ? 1 : 0;
  return article === 1 && ["in", "within", "over", "during"].includes(tokens[at - 2]?.lower ?? "");
}

/** `3 days ago`, `a week ago`, `5 days from now`. */
function agoAt(tokens: readonly Token[], at: number): FoundMoment | null {
  const first = tokens[at];
  const count = first?.lower === "a" || first?.lower === "an" ? 1 : (first?.number ?? null);
  const unit = units[tokens[at + 1]?.singular ?? ""];
  if (count === null || unit === undefined) return null;
  const third = tokens[at + 2]?.lower;
  if (third === "ago") return { moment: { kind: "distance", unit, count, isFuture: false }, length: 3 };
  if (third === "old" && unit !== "year") {
    return { moment: { kind: "distance", unit, count, isFuture: false }, length: 3 };
  }
  if (third === "from" && tokens[at + 3]?.lower === "now") {
    return { moment: { kind: "distance", unit, count, isFuture: true }, length: 4 };
  }
  return null;
}

/** `March`, `march 2025`, `5 March 2025`, `March 5, 2025`; `May` and `March` need a sign that they are meant. */
function monthAt(tokens: readonly Token[], at: number): FoundMoment | null {
  const day = dayNumber(tokens[at]);
  const nameAt = day !== null && monthNumber(tokens[at + 1]) !== null ? at + 1 : at;
  const month = monthNumber(tokens[nameAt]);
  if (month === null) return null;
  const dayAfter = nameAt === at ? dayNumber(tokens[nameAt + 1]) : null;
  const yearAt = nameAt + (dayAfter === null ? 1 : 2);
  const year = yearNumber(tokens[yearAt]);
  const theDay = nameAt === at ? dayAfter : day;
  if (year === null) {
    return theDay === null ? { moment: { kind: "month", month }, length: nameAt - at + 1 } : null;
  }
  const length = yearAt - at + 1;
  const from = new Date(Date.UTC(year, month - 1, theDay ?? 1));
  const to = new Date(Date.UTC(year, theDay === null ? month : month - 1, theDay === null ? 1 : theDay + 1));
  return { moment: { kind: "fixed", from: isoDay(from), to: isoDay(to) }, length };
}

function isoAt(tokens: readonly Token[], at: number): FoundMoment | null {
  const text = tokens[at]?.text ?? "";
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const from = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(from.getTime())) return null;
  const to = new Date(from.getTime() + 86_400_000);
  return { moment: { kind: "fixed", from: text, to: isoDay(to) }, length: 1 };
}

/** A whole year. */
export function yearMoment(year: number): Moment {
  return { kind: "fixed", from: `${year}-01-01`, to: `${year + 1}-01-01` };
}

export function isYear(number: number | null): number is number {
  return number !== null && Number.isInteger(number) && number >= 1500 && number <= 2200;
}

function monthNumber(token: Token | undefined): number | null {
  if (token === undefined) return null;
  const index = months.findIndex(
    (name) => name === token.lower || (token.lower.length === 3 && name.startsWith(token.lower)),
  );
  // "may" is a verb more often than a month, and "mar" and "sep" are rarely words of a sentence: the capital tells.
  return index < 0 || !token.isCapital ? null : index + 1;
}

function dayNumber(token: Token | undefined): number | null {
  const number = token?.kind === "number" ? token.number : null;
  return number !== null && number >= 1 && number <= 31 ? number : null;
}

function yearNumber(token: Token | undefined): number | null {
  return token?.kind === "number" && isYear(token.number) ? token.number : null;
}

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
