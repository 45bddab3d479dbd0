import { parseJsonDigits } from "../catalog/values/exact-json.ts";
import { rowCharactersMax, type SourceRow, UnreadableFile } from "./source-row.ts";

const code = {
  quote: 0x22,
  backslash: 0x5c,
  comma: 0x2c,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

const depthMax = 1000;

/** One value of a file of JSON: an element of its list, or one of several values behind each other. */
export type JsonValue =
  | { readonly row: number; readonly value: unknown }
  | { readonly row: number; readonly problem: string; readonly text: string };

/**
 * Reads the elements of a JSON array, or values that stand one behind the other, one at a time: never the whole file.
 *
 * @throws {UnreadableFile} for what is no list of objects, or is cut off.
 */
export async function* readJsonValues(text: AsyncIterable<string>): AsyncGenerator<JsonValue> {
  const state = { depth: 0, isText: false, isEscaped: false, isList: false, hasBegun: false, isOver: false };
  let pending = "";
  let row = 0;
  for await (const chunk of text) {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const sign = chunk.charCodeAt(at);
      if (state.isText) {
        if (state.isEscaped) state.isEscaped = false;
        else if (sign === code.backslash) state.isEscaped = true;
        else if (sign === code.quote) state.isText = false;
        continue;
      }
      if (sign === code.quote) {
        if (state.depth === 0 || (state.isList && state.depth === 1)) throw noObjects(row);
        state.isText = true;
      } else if (sign === code.openBracket || sign === code.openBrace) {
        if (!state.hasBegun && sign === code.openBracket) {
          state.isList = true;
          start = at + 1;
        }
        state.hasBegun = true;
        state.depth += 1;
        if (state.depth > depthMax)
          throw new UnreadableFile(`Row ${row + 1} is nested more than ${depthMax} levels deep.`);
      } else if (sign === code.closeBracket || sign === code.closeBrace) {
        state.depth -= 1;
        const outside = state.isList ? 1 : 0;
        if (state.depth === outside && !(state.isList && state.isOver)) {
          row += 1;
          yield parsed(row, pending + chunk.slice(start, at + 1));
          pending = "";
          start = at + 1;
        } else if (state.depth < outside) {
          state.isOver = true;
          if (state.depth < 0 || rest(pending + chunk.slice(start, at)) !== "") throw noObjects(row);
          pending = "";
          start = at + 1;
        }
      }
    }
    pending += chunk.slice(start);
    if (pending.length > rowCharactersMax) throw new UnreadableFile(`Row ${row + 1} is larger than 4 MiB.`);
  }
  if (rest(pending) !== "") throw state.depth > 0 ? cutOff(row) : noObjects(row);
  if (state.isText || state.depth > 0) throw cutOff(row);
}

/** What is left between values: commas and white space are not. */
function rest(text: string): string {
  return text.replace(/[\s,]+/g, "");
}

function parsed(row: number, text: string): JsonValue {
  // Of a list whose closing bracket a chunk ends with, what stands before the first brace is a comma.
  const value = text.replace(/^[\s,]+/, "");
  try {
    return { row, value: parseJsonDigits(value) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unreadable";
    return { row, problem: `is not JSON: ${reason}`, text: value };
  }
}

function noObjects(row: number): UnreadableFile {
  return new UnreadableFile(
    `Behind row ${row} stands something that is no object: a file of JSON is a list of objects.`,
  );
}

function cutOff(row: number): UnreadableFile {
  return new UnreadableFile(`The file ends in the middle of row ${row + 1}.`);
}

/** Reads one value a line, whatever stands in it; empty lines are left out. */
export async function* readJsonLines(text: AsyncIterable<string>): AsyncGenerator<JsonValue> {
  let pending = "";
  let row = 0;
  for await (const chunk of text) {
    const lines = (pending + chunk).split("\n");
    pending = lines.pop() ?? "";
    for (const line of lines) {
      row += 1;
      if (line.trim() !== "") yield parsed(row, line);
    }
    if (pending.length > rowCharactersMax) throw new UnreadableFile(`Line ${row + 1} is larger than 4 MiB.`);
  }
  if (pending.trim() !== "") yield parsed(row + 1, pending);
}

/**
 * Objects as rows of cells in the order of known columns. A row with another key is one that cannot be read: what it holds
 * would be lost.
 */
export async function* objectRows(
  values: AsyncIterable<JsonValue>,
  columns: readonly string[],
): AsyncGenerator<SourceRow> {
  const known = new Set(columns);
  for await (const one of values) {
    if ("problem" in one) {
      yield one;
      continue;
    }
    const { row, value } = one;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      yield { row, problem: "is no object", text: JSON.stringify(value) };
      continue;
    }
    const given = new Map(Object.entries(value));
    const strange = [...given.keys()].find((key) => !known.has(key));
    if (strange === undefined) yield { row, cells: columns.map((name) => given.get(name) ?? null) };
    else {
      const problem = `has "${strange.slice(0, 80)}", which none of the first rows has: its value has no column`;
      yield { row, problem, text: JSON.stringify(value) };
    }
  }
}
