import { callerCalls } from "../../expression/caller-functions.ts";
import type { TreeNode } from "../../expression/tree.ts";
import { tokens } from "../text/tokens.ts";

/** A call of `auth.uid()` or its like in a text (UTF-16 indices), and what stands for it. */
export interface CallerEdit {
  readonly at: number;
  readonly end: number;
  readonly text: string;
}

/** @param indexOf the place in the text of a byte offset in what was parsed. */
export function callerEdits(
  text: string,
  tree: TreeNode,
  indexOf: (byteOffset: number) => number,
): readonly CallerEdit[] {
  return callerCalls(tree)
    .map(({ offset, runsAs }) => ({
      at: indexOf(offset),
      end: endOfCall(text, indexOf(offset)),
      text: runsAs,
    }))
    .toSorted((a, b) => a.at - b.at);
}

/** The text with as many spaces where the calls stood, so that no position moves. */
export function withoutCalls(text: string, edits: readonly CallerEdit[]): string {
  return edits.reduce(
    (left, { at, end }) => left.slice(0, at) + " ".repeat(end - at) + left.slice(end),
    text,
  );
}

/** Behind its closing bracket: it has no arguments, and comments may stand anywhere. */
function endOfCall(text: string, start: number): number {
  for (const token of tokens(text, start)) {
    if (text[token.start] === ")") return token.end;
  }
  return text.length;
}
