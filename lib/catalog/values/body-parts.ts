/** How many parts a text has that becomes objects: each takes many times the few bytes that it is written in. */
export interface PartsMax {
  /** Objects and lists of JSON; lines of CSV. */
  readonly records: number;
  /** All values. */
  readonly values: number;
  /** Names in one object, or in a form: beyond a hundred thousand each takes longer to find its place than the one before. */
  readonly names: number;
}

/** More than any request that ends within its time: rows are written at some ten thousand in a second. */
export const partsMax: PartsMax = { records: 500_000, values: 2_000_000, names: 50_000 };

/**
 * Whether JSON, before it is read, has more parts than anybody can mean: in the 16 MiB of a body there is room for five million lists. It
 * takes a few hundredths of a second; of what is no JSON it tells anything.
 */
export function hasTooManyParts(text: string, { records, values, names }: PartsMax = partsMax): boolean {
  // Of none of them fewer signs would do.
  if (text.length <= Math.min(3 * records, 2 * values, 5 * names)) return false;
  let [containers, commas, colons] = [0, 0, 0];
  /** Of the objects around a place, how many names each has had. */
  const around: number[] = [];
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case sign.quote:
        index = endOfText(text, index);
        break;
      case sign.openBrace:
      case sign.openBracket:
        containers += 1;
        around.push(colons);
        colons = 0;
        break;
      case sign.closeBrace:
      case sign.closeBracket:
        colons = around.pop() ?? 0;
        break;
      case sign.comma:
        commas += 1;
        break;
      case sign.colon:
        colons += 1;
    }
    if (containers > records || commas > values || colons > names) return true;
  }
  return false;
}

/** @returns the place of the quote that ends the text which begins here; the whole's end if none does. */
function endOfText(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, place: number): boolean {
  let before = place - 1;
  while (text.charCodeAt(before) === sign.backslash) before -= 1;
  return (place - before) % 2 === 0;
}

const sign = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;
