import { dictionary } from "../../dictionary.ts";
import { isYear, type Moment, yearMoment } from "../moments.ts";
import { birthDate, isYearColumn, mainDate, type PlacedColumn, placeDate } from "../pick-column.ts";
import type { MomentSide } from "../query.ts";
import type { Reading } from "../reading.ts";
import { type ColumnNode, isDated, pathsFrom } from "../schema-graph.ts";
import type { Rule } from "./rule.ts";

const sides = dictionary<MomentSide>({
  before: "before",
  after: "after",
  since: "since",
  until: "until",
  more: "before",
  less: "since",
});

/** "today", "in the last 30 days", "before 1900", "since March 2025", "between … and …". */
export const momentRule: Rule = (reading, at) => readMoment(reading, at, null);

/** Reads a time for a known column, or for the one that the verb before names. */
export function readMoment(reading: Reading, at: number, known: PlacedColumn | null): number {
  const start = skip(reading, at);
  const range = readRange(reading, start, known);
  if (range > 0) return range + start - at;
  const key = reading.key(start);
  const side = key === null ? undefined : sides[key];
  const next = side === undefined ? start : start + 1;
  const moment = momentAt(reading, next, key);
  if (moment === null) return 0;
  const isDistance = moment.kind === "distance";
  if ((key === "more" || key === "less") && !isDistance) return 0;
  return addMoment(reading, known, moment, side ?? "within") ? next + 1 - at : 0;
}

function readRange(reading: Reading, at: number, known: PlacedColumn | null): number {
  if (reading.key(at) !== "between" && reading.key(at) !== "from") return 0;
  const from = momentAt(reading, at + 1, "between");
  const to = momentAt(reading, at + 3, "between");
  const isJoined = ["and", "to", "until"].includes(reading.key(at + 2) ?? "");
  if (from === null || to === null || !isJoined) return 0;
  const added = addMoment(reading, known, from, "since") && addMoment(reading, known, to, "until");
  return added ? 4 : 0;
}

/** A named time, or a number that is a year where a preposition says so. */
function momentAt(reading: Reading, at: number, key: string | null): Moment | null {
  const item = reading.items[at];
  if (item?.kind === "moment") return item.moment;
  const number = reading.number(at);
  const isAfterTime =
    key !== null && ["before", "after", "since", "until", "in", "born", "between"].includes(key);
  const isIn =
    reading.preposition === "in" || reading.preposition === "from" || reading.key(at - 1) === "born";
  return isYear(number) && (isAfterTime || isIn) ? yearMoment(number) : null;
}

function addMoment(reading: Reading, known: PlacedColumn | null, moment: Moment, side: MomentSide): boolean {
  const isFuture =
    (moment.kind === "rolling" && moment.isFuture) || (moment.kind === "period" && moment.offset > 0);
  const placed = known ?? dateFor(reading, isFuture);
  if (placed === null) return false;
  const { verb } = reading;
  const node = reading.reach(reading.focus, placed.path);
  reading.add(node, placed.column, { kind: "moment", side, moment });
  reading.verb = verb;
  return true;
}

/** The date of the rows in focus; without one, of the nearest related row that has one of its own. */
function dateFor(reading: Reading, isFuture: boolean): PlacedColumn | null {
  const { table } = reading.focus;
  const birth = reading.verb === "birth" ? birthDate(table) : null;
  const column: ColumnNode | null = birth ?? placeDate(table, reading.verb, isFuture);
  if (column !== null) return { path: { edges: [], end: table }, column };
  for (const path of pathsFrom(table, 2).slice(1)) {
    const date = mainDate(path.end);
    if (date !== null && (isDated(date) || isYearColumn(date))) return { path, column: date };
  }
  return null;
}

function skip(reading: Reading, at: number): number {
  let next = at;
  while (
    ["is", "on", "in", "for", "at", "born", "of"].includes(reading.key(next) ?? "") &&
    hasTimeAfter(reading, next + 1)
  ) {
    if (reading.key(next) === "born") reading.verb = "birth";
    if (reading.key(next) === "in") reading.preposition = "in";
    next++;
  }
  return next;
}

function hasTimeAfter(reading: Reading, at: number): boolean {
  const item = reading.items[at];
  if (item?.kind === "moment") return true;
  if (item?.kind === "number") return isYear(item.number);
  return (
    item?.kind === "key" &&
    ["before", "after", "since", "until", "between", "in", "on", "born"].includes(item.key)
  );
}
