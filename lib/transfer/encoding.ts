import { UnreadableFile } from "./source-row.ts";

/** How the bytes of a text file are read: labels of the Encoding Standard. */
export const encodings = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1252",
  "iso-8859-2",
  "shift_jis",
] as const;
export type FileEncoding = (typeof encodings)[number];

/**
 * The encoding of a text by its first bytes: what its byte order mark says, UTF-16 where every other byte is zero, UTF-8 where
 * it is well-formed, else windows-1252, in which every byte means something.
 *
 * @param sample the file's beginning; it may end within a character.
 */
export function detectEncoding(sample: Uint8Array): FileEncoding {
  const [first, second, third] = sample;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return wideEncoding(sample) ?? (isUtf8(sample) ? "utf-8" : "windows-1252");
}

/** Text of Latin letters in UTF-16 without a mark has a zero in every other byte. */
function wideEncoding(sample: Uint8Array): "utf-16le" | "utf-16be" | null {
  const pairs = Math.min(sample.length >> 1, 2000);
  if (pairs < 2) return null;
  let [even, odd] = [0, 0];
  for (let pair = 0; pair < pairs; pair++) {
    if (sample[2 * pair] === 0) even++;
    if (sample[2 * pair + 1] === 0) odd++;
  }
  if (odd > pairs * 0.6 && even === 0) return "utf-16le";
  return even > pairs * 0.6 && odd === 0 ? "utf-16be" : null;
}

function isUtf8(sample: Uint8Array): boolean {
  try {
    // `stream`: a character that the sample cuts off is none that is broken.
    new TextDecoder("utf-8", { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * The text of a file's bytes, piece by piece; a byte order mark is left out.
 *
 * @throws {UnreadableFile} which says about where.
 */
export async function* decodeText(
  bytes: AsyncIterable<Uint8Array>,
  encoding: FileEncoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let read = 0;
  const decoded = (chunk: Uint8Array | null): string => {
    try {
      return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (cause) {
      throw new UnreadableFile(
        `The file is not ${encoding} throughout: something else stands behind byte ${read}.`,
        { cause },
      );
    }
  };
  for await (const chunk of bytes) {
    const text = decoded(chunk);
    read += chunk.length;
    if (text !== "") yield text;
  }
  const rest = decoded(null);
  if (rest !== "") yield rest;
}
