/**
 * JSON whose numbers keep their digits. JavaScript's numbers are doubles; one that a double does not hold becomes a
 * `JSON.rawJSON` object, which `JSON.stringify` writes as the digits that were read.
 */

/** A number as it was written, which no double holds. */
interface RawNumber {
  readonly rawJSON: string;
}

// In the language since ES2026; TypeScript's library does not have them yet.
const json = JSON as typeof JSON & {
  rawJSON?: (text: string) => RawNumber;
  isRawJSON?: (value: unknown) => value is RawNumber;
};

// Only a number with that many digits, or with an exponent, can differ from what JavaScript makes of it.
const mayBeInexact = /[\d.]{16}|\d[eE][+-]?\d/;

/**
 * A number that no double holds becomes itself in raw JSON; its digits as a text where the language has none yet.
 *
 * @throws {SyntaxError} if the text is no JSON.
 */
export function parseExactJson(text: string): unknown {
  if (!mayBeInexact.test(text)) return JSON.parse(text);
  const inexact: (digits: string) => unknown = json.rawJSON ?? String;
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    const source = context?.source;
    return typeof value === "number" && source !== undefined && !isSameNumber(source, value)
      ? inexact(source)
      : value;
  });
}

/**
 * The same, and zeros behind the point stay too: `12.50` is not `12.5` where a numeric column keeps it.
 *
 * @throws {SyntaxError} if the text is no JSON.
 */
export function parseJsonDigits(text: string): unknown {
  if (!mayBeRespelled.test(text)) return parseExactJson(text);
  const respelled: (digits: string) => unknown = json.rawJSON ?? String;
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    const source = context?.source;
    return typeof value === "number" && source !== undefined && source !== String(value)
      ? respelled(source)
      : value;
  });
}

const mayBeRespelled = /\d\.\d*0(?!\d)/;

/** The digits of a number that no double holds; null for any other value. */
export function exactDigits(value: unknown): string | null {
  return json.isRawJSON?.(value) === true ? value.rawJSON : null;
}

/**
 * The value with raw numbers as texts of their digits, down to a depth: the columns of records, which are shown; what lies
 * deeper, in documents, stays a number.
 */
export function withTextDigits(value: unknown, depth: number): unknown {
  const digits = exactDigits(value);
  if (digits !== null) return digits;
  if (depth === 0 || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withTextDigits(item, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withTextDigits(member, depth - 1)]),
  );
}

/** Whether a double holds the decimal number that was written. */
export function isSameNumber(source: string, value: number): boolean {
  return decimal(source) === decimal(String(value));
}

/** One spelling for one decimal number: digits without outer zeros, and the power of ten of the last one. */
function decimal(text: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const kept = withoutEndingZeros(digits);
  return kept === ""
    ? "0"
    : `${sign}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
}

/** In one pass: a pattern begins anew at each zero of a long row of them that is not at the end. */
function withoutEndingZeros(digits: string): string {
  let end = digits.length;
  while (digits.charAt(end - 1) === "0") end -= 1;
  return digits.slice(0, end);
}
