import { describe, expect, it } from "vitest";
import { detectDelimiter, readDelimited } from "#lib/transfer/delimited.ts";
import { decodeText, detectEncoding } from "#lib/transfer/encoding.ts";
import { objectRows, readJsonLines, readJsonValues } from "#lib/transfer/json-rows.ts";

async function* pieces<T>(...parts: readonly T[]): AsyncGenerator<T> {
  yield* parts;
}

/** A text in pieces of a few characters, so that every boundary falls somewhere. */
async function* cut(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

const utf16be = (text: string) => Buffer.from(text, "utf16le").swap16();

describe("encodings", () => {
  it("are known by their marks, by their zeros, by their form, and else are windows-1252", () => {
    expect(detectEncoding(Buffer.from("\ufeffa,b"))).toBe("utf-8");
    expect(detectEncoding(Buffer.from("name;stadt\nÄnne;Köln\n"))).toBe("utf-8");
    expect(detectEncoding(Buffer.from("\ufeffa,b", "utf16le"))).toBe("utf-16le");
    expect(detectEncoding(utf16be("\ufeffa,b"))).toBe("utf-16be");
    expect(detectEncoding(Buffer.from("name,city\nAda,London\n", "utf16le"))).toBe("utf-16le");
    expect(detectEncoding(utf16be("name,city\nAda,London\n"))).toBe("utf-16be");
    expect(detectEncoding(Buffer.from("name\nK\u00f6ln\n", "latin1"))).toBe("windows-1252");
    // A character that the sample cuts off.
    expect(detectEncoding(Buffer.from("Köln").subarray(0, 2))).toBe("utf-8");
  });

  it("are read across the boundaries of pieces, and what is not of them is told", async () => {
    const bytes = Buffer.from("\ufeffKöln €");
    const single = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
    expect((await all(decodeText(pieces(...single), "utf-8"))).join("")).toBe("Köln €");
    expect((await all(decodeText(pieces(Buffer.from([0x80])), "windows-1252"))).join("")).toBe("€");
    await expect(all(decodeText(pieces(Buffer.from([0x61, 0xff])), "utf-8"))).rejects.toThrow(/not utf-8/);
  });
});

describe("delimited text", () => {
  it("keeps quoted line ends, quotes and separators, and tells an empty text from nothing", async () => {
    const text = 'a,b\r\n"x\r\n""y"", z",""\r\n,"0"\r\n\r\n1,2';
    for (const size of [1, 3, 1000]) {
      const rows = await all(readDelimited(cut(text, size), ","));
      expect(rows.map((row) => ("cells" in row ? [row.row, ...row.cells] : row))).toEqual([
        [1, "a", "b"],
        [2, 'x\r\n"y", z', ""],
        [3, null, "0"],
        [5, "1", "2"],
      ]);
    }
  });

  it("finds the separator that all lines agree on", () => {
    expect(detectDelimiter("a;b\n1,5;2,5\n3,5;4,5\n", true)).toBe(";");
    expect(detectDelimiter("a\tb\tc\n1,2\t3\t4\n", true)).toBe("\t");
    expect(detectDelimiter('name,note\nAda,"a; b; c"\nBob,"d"\n', true)).toBe(",");
    expect(detectDelimiter("a|b\n1|2\n", true)).toBe("|");
    expect(detectDelimiter("alone\n1\n", true)).toBe(",");
  });

  it("says that a quote is not closed, and does not read on for ever", async () => {
    await expect(all(readDelimited(pieces('a,b\n1,"2\n3,4\n'), ","))).rejects.toThrow(/never closed/);
    const endless = (async function* () {
      yield 'a\n"';
      for (;;) yield "x".repeat(100_000);
    })();
    await expect(all(readDelimited(endless, ","))).rejects.toThrow(/4 MiB/);
  });
});

describe("files of JSON", () => {
  it("are read element by element, wherever a piece ends, with every digit", async () => {
    const text =
      '\ufeff [ {"a": 1.50, "b": "]}\\"{["}, \n{"a":{"c":[1,2]},"b":12345678901234567890}\n] '.slice(1);
    for (const size of [1, 2, 7, 1000]) {
      const values = await all(readJsonValues(cut(text, size)));
      expect(values.map((one) => JSON.stringify("value" in one ? one.value : one))).toEqual([
        '{"a":1.50,"b":"]}\\"{["}',
        '{"a":{"c":[1,2]},"b":12345678901234567890}',
      ]);
    }
    expect(await all(readJsonValues(pieces("[]")))).toEqual([]);
    expect(await all(readJsonValues(pieces('{"a":1}\n{"a":2}')))).toHaveLength(2);
  });

  it("are refused where they are cut off, or hold no objects", async () => {
    await expect(all(readJsonValues(pieces('[{"a":1},{"a"')))).rejects.toThrow(/ends in the middle of row 2/);
    await expect(all(readJsonValues(pieces("[1,2]")))).rejects.toThrow(/no object/);
    await expect(all(readJsonValues(pieces('["a"]')))).rejects.toThrow(/no object/);
    await expect(all(readJsonValues(pieces("<html>")))).rejects.toThrow(/no object/);
    await expect(all(readJsonValues(pieces("[".repeat(5000))))).rejects.toThrow(/nested/);
    await expect(all(readJsonValues(pieces('[{"a":1}')))).rejects.toThrow(/ends in the middle/);
  });

  it("by lines go on behind a broken one, and a key that was never announced is no row", async () => {
    const values = readJsonLines(cut('{"a":1}\r\n\nnonsense\n{"a":2,"z":3}\n{"a":4}', 4));
    expect(await all(objectRows(values, ["a"]))).toMatchObject([
      { row: 1, cells: [1] },
      { row: 3, problem: expect.stringMatching(/not JSON/), text: "nonsense" },
      { row: 4, problem: expect.stringMatching(/"z"/) },
      { row: 5, cells: [4] },
    ]);
  });
});
