import { exactDigits } from "./exact-json.ts";
import { accepted, refused, type ValueResult } from "./value-result.ts";

const int4Max = 2_147_483_647;
const int8Max = 9_223_372_036_854_775_807n;
/** Postgres's own bounds of `numeric`: digits before and after the point. */
const numericDigits = { before: 131_072, after: 16_383 };

export function canonicalInteger(value: unknown): ValueResult {
  const whole = wholeNumber(value);
  if (whole === null) return refused("must be a whole number, like 12");
  if (whole > BigInt(int4Max) || whole < -BigInt(int4Max) - 1n) {
    return refused(`must be between -2147483648 and 2147483647`);
  }
  return accepted(Number(whole));
}

/** A number where JavaScript holds it exactly, else its digits. */
export function canonicalBigint(value: unknown): ValueResult {
  const whole = wholeNumber(value);
  if (whole === null) return refused("must be a whole number, like 12");
  if (whole > int8Max || whole < -int8Max - 1n) return refused("is too large a number");
  const number = Number(whole);
  return accepted(Number.isSafeInteger(number) ? number : String(whole));
}

/** Double precision. */
export function canonicalNumber(value: unknown): ValueResult {
  const given = exactDigits(value) ?? value;
  const isNumeral = typeof given === "string" && /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,4})?$/i.test(given);
  const number = typeof given === "number" ? given : isNumeral ? Number(given) : Number.NaN;
  if (Number.isNaN(number)) return refused("must be a number, like 12.50");
  if (!Number.isFinite(number)) return refused("is too large a number");
  // JSON has no -0: 0 comes back, so 0 is what is stored.
  return accepted(number === 0 ? 0 : number);
}

/** Exact decimals: always the digits as text, with the zeros behind the point that were given, as Postgres keeps them. */
export function canonicalNumeric(value: unknown): ValueResult {
  const text =
    typeof value === "number" && Number.isFinite(value) ? String(value) : (exactDigits(value) ?? value);
  const match =
    typeof text === "string" && text.length <= numericDigits.before + numericDigits.after + 10
      ? /^([-+]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e([-+]?\d{1,6}))?$/i.exec(text)
      : null;
  if (match === null) return refused("must be a number, like 12.50");
  const [, sign, before = "", after = match[4] ?? "", , exponent = "0"] = match;
  const shifted = shiftPoint(before, after, Number(exponent));
  if (shifted === null) return refused("has too many digits");
  const digits = shifted.after === "" ? shifted.before : `${shifted.before}.${shifted.after}`;
  return accepted(sign === "-" && /[1-9]/.test(digits) ? `-${digits}` : digits);
}

function shiftPoint(
  before: string,
  after: string,
  exponent: number,
): { before: string; after: string } | null {
  const digits = before + after;
  const point = before.length + exponent;
  if (point > numericDigits.before * 2 || after.length - exponent > numericDigits.after) return null;
  const padded = point < 0 ? "0".repeat(-point) + digits : digits.padEnd(point, "0");
  const at = Math.max(point, 0);
  const whole = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  if (whole.length > numericDigits.before) return null;
  return { before: whole === "" ? "0" : whole, after: padded.slice(at) };
}

function wholeNumber(value: unknown): bigint | null {
  // A number past 2^53 has already lost digits on its way here; its string form has not.
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : null;
  const text = exactDigits(value) ?? value;
  return typeof text === "string" && /^[-+]?\d{1,40}$/.test(text) ? BigInt(text.replace(/^\+/, "")) : null;
}
