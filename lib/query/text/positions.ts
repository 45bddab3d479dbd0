/**
 * Three ways to count where something stands in a text: Postgres's errors and the HTTP contract count code points,
 * the parse tree UTF-8 bytes, JavaScript (and Monaco) UTF-16 units. All offsets here are 0-based; texts are well-formed.
 */

/**
 * Prepares a text for many look-ups: the UTF-16 index of a UTF-8 byte offset; past the end, the text's length.
 * The last text's answer is kept: a script's statements are compiled one after the other, each with offsets into the whole.
 */
export function byteIndex(text: string): (byteOffset: number) => number {
  if (last.text !== text) last = { text, toIndex: newByteIndex(text) };
  return last.toIndex;
}

let last = { text: "", toIndex: (_byteOffset: number) => 0 };

function newByteIndex(text: string): (byteOffset: number) => number {
  const clamp = (offset: number) => Math.min(offset, text.length);
  const bytes = Buffer.byteLength(text);
  if (bytes === text.length) return clamp;
  const indices = new Uint32Array(bytes + 1).fill(text.length);
  for (let index = 0, offset = 0; index < text.length; ) {
    indices[offset] = index;
    const point = text.codePointAt(index) ?? 0;
    offset += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    index += point < 0x10000 ? 1 : 2;
  }
  return (offset) => indices[offset] ?? text.length;
}

/** The number of code points in front of a UTF-16 index; of the whole text when no index is given. */
export function codePoints(text: string, end: number = text.length): number {
  let points = 0;
  for (let index = 0; index < end && index < text.length; points++) {
    index += (text.codePointAt(index) ?? 0) < 0x10000 ? 1 : 2;
  }
  return points;
}

/** The number of code points in front of indices that are asked for in rising order: the text is gone through once. */
export function risingPoints(text: string): (end: number) => number {
  let [points, counted] = [0, 0];
  return (end) => {
    if (end < counted) return codePoints(text, end);
    points += codePoints(text.slice(counted, end));
    counted = end;
    return points;
  };
}

/** The UTF-16 index of a code point offset. */
export function utf16FromCodePoints(text: string, offset: number): number {
  let index = 0;
  for (let points = 0; points < offset && index < text.length; points++) {
    index += (text.codePointAt(index) ?? 0) < 0x10000 ? 1 : 2;
  }
  return index;
}
