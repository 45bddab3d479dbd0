import type { Moment } from "./moments.ts";
import type { MomentSide } from "./query.ts";
import type { ColumnNode } from "./schema-graph.ts";

/** A condition on a column of dates, moments or years; `column` is its SQL. */
export function momentSql(node: ColumnNode, column: string, moment: Moment, side: MomentSide): string {
  if (node.kind === "number") return yearSql(column, moment, side);
  if (moment.kind === "month") return `extract(month from ${column}) = ${moment.month}`;
  if (moment.kind === "now") {
    return `${column} ${side === "before" || side === "until" ? "<" : ">="} ${node.kind === "date" ? "current_date" : "now()"}`;
  }
  const { from, to, isToIncluded } = bounds(moment, node.kind === "date");
  switch (side) {
    case "before":
      return `${column} < ${from}`;
    case "after":
      return `${column} ${isToIncluded ? ">" : ">="} ${to}`;
    case "since":
      return `${column} >= ${from}`;
    case "until":
      return `${column} ${isToIncluded ? "<=" : "<"} ${to}`;
    case "within":
      if (node.kind === "date" && moment.kind === "period" && moment.unit === "day")
        return `${column} = ${from}`;
      return `${column} >= ${from} and ${column} ${isToIncluded ? "<=" : "<"} ${to}`;
  }
}

/** Years as whole numbers: only the year of the moment's ends counts. */
function yearSql(column: string, moment: Moment, side: MomentSide): string {
  const { from, to } = moment.kind === "fixed" ? fixedYears(moment) : runningYears(moment);
  switch (side) {
    case "before":
      return `${column} < ${from}`;
    case "after":
      return `${column} > ${to}`;
    case "since":
      return `${column} >= ${from}`;
    case "until":
      return `${column} <= ${to}`;
    case "within":
      return from === to ? `${column} = ${from}` : `${column} between ${from} and ${to}`;
  }
}

function fixedYears(moment: Moment & { kind: "fixed" }) {
  const last = new Date(Date.parse(moment.to) - 86_400_000).getUTCFullYear();
  return { from: moment.from.slice(0, 4), to: String(last) };
}

function runningYears(moment: Moment) {
  const now = "extract(year from current_date)";
  if (moment.kind === "period" && moment.unit === "year") {
    const year = moment.offset === 0 ? now : `${now} ${signed(moment.offset)}`;
    return { from: year, to: year };
  }
  if ((moment.kind === "rolling" || moment.kind === "distance") && moment.unit === "year") {
    const other = `${now} ${signed(moment.isFuture ? moment.count : -moment.count)}`;
    return moment.isFuture ? { from: now, to: other } : { from: other, to: now };
  }
  return { from: now, to: now };
}

interface Bounds {
  readonly from: string;
  readonly to: string;
  readonly isToIncluded: boolean;
}

function bounds(moment: Exclude<Moment, { kind: "month" | "now" }>, isDate: boolean): Bounds {
  switch (moment.kind) {
    case "fixed":
      return { from: `date '${moment.from}'`, to: `date '${moment.to}'`, isToIncluded: false };
    case "period":
      return { ...period(moment.unit, moment.offset), isToIncluded: false };
    case "distance": {
      const point = shifted(isDate, moment);
      return { from: point, to: point, isToIncluded: true };
    }
    case "rolling": {
      const now = isDate ? "current_date" : "now()";
      const other = shifted(isDate, moment);
      const [from, to] = moment.isFuture ? [now, other] : [other, now];
      return { from, to, isToIncluded: true };
    }
  }
}

/** A calendar unit's first moment, and the first after it. */
function period(unit: string, offset: number): { from: string; to: string } {
  const start = unit === "day" ? "current_date" : `date_trunc('${unit}', current_date)`;
  const at = (count: number) => {
    if (count === 0) return start;
    const distance = unit === "day" ? Math.abs(count) : `interval '${interval(Math.abs(count), unit)}'`;
    return `${start} ${count < 0 ? "-" : "+"} ${distance}`;
  };
  return { from: at(offset), to: at(offset + 1) };
}

function shifted(isDate: boolean, moment: { unit: string; count: number; isFuture: boolean }): string {
  const sign = moment.isFuture ? "+" : "-";
  if (isDate && moment.unit === "day") return `current_date ${sign} ${moment.count}`;
  return `${isDate ? "current_date" : "now()"} ${sign} interval '${interval(moment.count, moment.unit)}'`;
}

/** Postgres knows no `quarter` in an interval. */
function interval(count: number, unit: string): string {
  const [number, name] = unit === "quarter" ? [count * 3, "month"] : [count, unit];
  return `${number} ${name}${number === 1 ? "" : "s"}`;
}

function signed(offset: number): string {
  return offset < 0 ? `- ${-offset}` : `+ ${offset}`;
}
