/** What stands before the decimals of a number. */
export type DecimalMark = "." | ",";

const plain = { ".": /^-?\d+(\.\d+)?(e[-+]?\d{1,4})?$/i, ",": /^-?\d+(,\d+)?$/ };
const grouped = {
  ".": /^-?\d{1,3}([, '’\u00a0\u202f]\d{3})+(\.\d+)?$/,
  ",": /^-?\d{1,3}([. '’\u00a0\u202f]\d{3})+(,\d+)?$/,
};

/** A number's digits with a point before its decimals and without marks between thousands; null for anything else. */
export function plainNumeral(text: string, decimal: DecimalMark): string | null {
  if (plain[decimal].test(text)) return decimal === "." ? text : text.replace(",", ".");
  if (!grouped[decimal].test(text)) return null;
  const [whole = "", decimals] = text.split(decimal);
  const digits = whole.replace(/[^-\d]/g, "");
  return decimals === undefined ? digits : `${digits}.${decimals}`;
}

/** Whether a text of digits means more than its number: zeros in front, which a number would lose. */
export function hasLeadingZero(numeral: string): boolean {
  return /^-?0\d/.test(numeral) || /^-0(\.0+)?$/.test(numeral);
}
