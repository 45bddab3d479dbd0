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
  const pieces: string[] = [];
  let done = 0;
  for (const { at, end } of edits.toSorted((a, b) => a.at - b.at)) {
    if (end <= done || end === at) continue;
    const start = Math.max(at, done);
    pieces.push(text.slice(done, start), " ".repeat(end - start));
    done = end;
  }
  return pieces.join("") + text.slice(done);
}

/** Behind its closing bracket: it has no arguments, and comments may stand anywhere. */
function endOfCall(text: string, start: number): number {
  for (const token of tokens(text, start)) {
    if (text[token.start] === ")") return token.end;
  }
  return text.length;
}
