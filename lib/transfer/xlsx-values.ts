/** What a number of a workbook is shown as. */
export type NumberKind = "number" | "date" | "time" | "moment";

/** By the ids that need no definition. @see ECMA-376, part 1, 18.8.30 */
const builtinKinds: ReadonlyMap<number, NumberKind> = new Map([
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, "date"] as const),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56].map((id) => [id, "time"] as const),
  [22, "moment"],
]);

/** What a number format shows: `yyyy-mm-dd` a date, `[Red]0.00 "days"` a number. */
export function numberKind(id: number, code: string | undefined): NumberKind {
  if (code === undefined) return builtinKinds.get(id) ?? "number";
  const [first = ""] = code.split(";");
  const signs = first
    .replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "")
    .replace(/general/gi, "")
    .toLowerCase();
  const hasDate = /[yd]/.test(signs) || /m{3}/.test(signs) || (signs.includes("m") && !/[hs]/.test(signs));
  const hasTime = /[hs]/.test(signs);
  if (hasDate) return hasTime ? "moment" : "date";
  return hasTime ? "time" : "number";
}

const dayMs = 86_400_000;

/**
 * A number of a workbook as text: dates and times in ISO form without a zone; of a fraction the fifteen digits that Excel
 * knows.
 */
export function numberText(digits: string, kind: NumberKind, is1904: boolean): string {
  const value = Number(digits);
  if (kind === "number" || !Number.isFinite(value) || value < 0 || value > 2_958_466)
    return plainDigits(digits);
  // Excel counts a 29 February 1900, which there was not.
  const days = is1904 ? value + 1462 : value < 60 ? value + 1 : value;
  const at = new Date(Date.UTC(1899, 11, 30) + Math.round(days * dayMs));
  const [date = "", clock = ""] = at.toISOString().replace("Z", "").split("T");
  const time = clock.replace(/\.000$/, "");
  if (kind === "time" && value < 1) return time;
  return kind === "date" && value % 1 === 0 ? date : `${date}T${time}`;
}

function plainDigits(digits: string): string {
  if (/^-?\d+$/.test(digits) || !Number.isFinite(Number(digits))) return digits;
  return String(Number(Number(digits).toPrecision(15)));
}

/** `27` of `AB12`: the place of a cell's column, from 0; null where a cell does not say. */
export function columnIndex(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? "")?.[0];
  if (letters === undefined) return null;
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

/** Texts hold what XML cannot as `_x000D_`. @see ECMA-376, part 1, 22.4.2.4 */
export function unescaped(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
