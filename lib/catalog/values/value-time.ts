import { accepted, refused, type ValueResult } from "./value-result.ts";

const dateProblem = "must be a date, like 2026-03-31";
const timeProblem = "must be a time of day, like 14:30";
const momentProblem = "must be a date and time, like 2026-03-31T14:30:00Z";

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const timePattern = /^(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?$/;
const momentPattern =
  /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?) ?([Zz]|[-+]\d{2}(?::?\d{2})?)?)?$/;

const secondsPerDay = 86_400;

/** `YYYY-MM-DD`, a day that the calendar has, in the years 1 to 9999. */
export function canonicalDate(value: unknown): ValueResult {
  if (typeof value !== "string" || !datePattern.test(value)) return refused(dateProblem);
  if (secondsOfDate(value) === null) return refused(`is not a day of the calendar: ${value}`);
  return accepted(value);
}

/** `HH:MM:SS[.ffffff]`, without trailing zeros, so that bytes sort as times do. */
export function canonicalTime(value: unknown): ValueResult {
  const time = typeof value === "string" ? timeOfDay(value) : null;
  if (time === null || time.seconds >= secondsPerDay) return refused(timeProblem);
  return accepted(clock(time));
}

/**
 * UTC in Postgres's own JSON form, `2026-03-31T14:30:00.5+00:00`, which sorts by bytes as by time. A text without a
 * zone is UTC, a date alone its midnight.
 */
export function canonicalTimestamp(value: unknown): ValueResult {
  const match = typeof value === "string" ? momentPattern.exec(value) : null;
  if (match === null) return refused(momentProblem);
  const [, date = "", timeText = "00:00", zoneText = "Z"] = match;
  const midnight = secondsOfDate(date);
  const time = timeOfDay(timeText);
  const zone = zoneSeconds(zoneText);
  if (midnight === null) return refused(`is not a day of the calendar: ${date}`);
  if (time === null || zone === null) return refused(momentProblem);
  const seconds = midnight + time.seconds - zone;
  const day = new Date(Math.floor(seconds / secondsPerDay) * secondsPerDay * 1000);
  const year = day.getUTCFullYear();
  if (year < 1 || year > 9999) return refused("must lie in the years 1 to 9999");
  const rest = { seconds: ((seconds % secondsPerDay) + secondsPerDay) % secondsPerDay, micros: time.micros };
  return accepted(`${day.toISOString().slice(0, 10)}T${clock(rest)}+00:00`);
}

interface TimeOfDay {
  readonly seconds: number;
  readonly micros: number;
}

/** Seconds from 1970 to midnight of the day, or null when the calendar has no such day. */
function secondsOfDate(text: string): number | null {
  const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
  const date = new Date(0);
  // Not Date.UTC: it takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  const isReal = year >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.getTime() / 1000 : null;
}

/** Fractions are rounded to microseconds, as Postgres does, which may carry into the second. */
function timeOfDay(text: string): TimeOfDay | null {
  const match = timePattern.exec(text);
  if (match === null) return null;
  const [, hours = "0", minutes = "0", seconds = "0", fraction = ""] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const micros = Math.round(Number(`${fraction.padEnd(9, "0")}`) / 1000);
  const carry = micros >= 1_000_000 ? 1 : 0;
  return {
    seconds: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + carry,
    micros: micros - carry * 1_000_000,
  };
}

function zoneSeconds(text: string): number | null {
  if (/^z$/i.test(text)) return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(":", "") || "0");
  // Postgres's own bound.
  if (hours > 15 || minutes > 59) return null;
  return (text.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60);
}

function clock({ seconds, micros }: TimeOfDay): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const whole = parts.map((part) => String(part).padStart(2, "0")).join(":");
  const fraction = String(micros).padStart(6, "0").replace(/0+$/, "");
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
