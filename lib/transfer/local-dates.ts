/** In which order a date of three numbers is written when its year does not come first. */
export type DateOrder = "dmy" | "mdy";

const numeric = /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})$/;
const named =
  /^(?:(\d{1,2})[ -.]+([A-Za-z]{3,9})\.?[ -,]+(\d{4})|([A-Za-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4}))$/;
const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})([.,]\d{1,9})?)?\s*([AaPp])?\.?(?:[Mm]\.?)?$/;
const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const fullMonths =
  "january february march april may june july august september october november december".split(" ");

/** `2026-03-31` of a date in one of the common forms with a year of four digits; null for anything else. */
export function isoDate(text: string, order: DateOrder): string | null {
  const match = numeric.exec(text);
  if (match !== null) {
    const [, first = "", , second = "", third = ""] = match;
    if (first.length === 4) return third.length <= 2 ? calendar(first, second, third) : null;
    if (first.length > 2 || third.length !== 4) return null;
    return order === "dmy" ? calendar(third, second, first) : calendar(third, first, second);
  }
  const words = named.exec(text);
  if (words === null) return null;
  const [, dayFirst, monthSecond, yearLast, monthFirst, daySecond, year] = words;
  const name = (monthSecond ?? monthFirst ?? "").toLowerCase();
  const month = Math.max(months.indexOf(name), fullMonths.indexOf(name)) + 1;
  return month === 0 ? null : calendar(yearLast ?? year ?? "", String(month), dayFirst ?? daySecond ?? "");
}

/** `14:30:00.5` of a time of day, with or without AM and PM; null for anything else. */
export function isoTime(text: string): string | null {
  const match = clock.exec(text);
  if (match === null) return null;
  const [, hours = "", minutes = "", seconds = "00", fraction = "", half] = match;
  const hour = Number(hours);
  if (half !== undefined && (hour < 1 || hour > 12)) return null;
  const isAfternoon = half?.toLowerCase() === "p";
  const shown = half === undefined ? hour : (hour % 12) + (isAfternoon ? 12 : 0);
  if (shown > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  return `${String(shown).padStart(2, "0")}:${minutes}:${seconds}${fraction.replace(",", ".")}`;
}

/** An ISO moment of a date and a time in one of the common forms, the zone as it was given; null for anything else. */
export function isoMoment(text: string, order: DateOrder): string | null {
  const [, date = "", time = "", zone = ""] =
    /^(.*?\d)(?:,? +|T)(\d{1,2}:\d{2}[^Zz+-]*?)? *([Zz]|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?$/.exec(text) ?? [];
  if (time === "") return null;
  const [day, moment] = [isoDate(date, order), isoTime(time.trim())];
  if (day === null || moment === null) return null;
  return `${day}T${moment}${/^(UTC|GMT)$/.test(zone) ? "Z" : zone}`;
}

/** Which orders a date of three numbers can be read in; null for what is none, or has only one reading. */
export function possibleOrders(text: string): readonly DateOrder[] | null {
  const [date = ""] = text.split(/[ T]/);
  const match = numeric.exec(date);
  if (match === null || (match[1] ?? "").length === 4) return null;
  return (["dmy", "mdy"] as const).filter((order) => isoDate(date, order) !== null);
}

function calendar(year: string, month: string, day: string): string | null {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const date = new Date(Date.UTC(2000, m - 1, d));
  date.setUTCFullYear(y, m - 1, d);
  if (y < 1 || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return null;
  return [year.padStart(4, "0"), month.padStart(2, "0"), day.padStart(2, "0")].join("-");
}
