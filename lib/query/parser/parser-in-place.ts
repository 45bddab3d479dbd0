import { type JsonTree, loadParser } from "./parse-to-json.ts";
import type { Fitting } from "./parser-limits.ts";
import type { ParseReply } from "./parser-worker.ts";

/**
 * The most that is parsed where everybody is served: four milliseconds of the worst text within it, less than it may take to wake
 * another thread on a busy machine; and a tree that needs a small part of the stack.
 */
const max = { length: 16_384, depth: 200, lexerWork: 100_000 };

export function isParsedInPlace(text: string, { depth, lexerWork }: Fitting): boolean {
  return text.length <= max.length && depth <= max.depth && lexerWork <= max.lexerWork;
}

/** Parses short texts at once; null for one that has broken this instance: another is made. */
export function parserInPlace(): (text: string) => Promise<ParseReply | null> {
  let loading: Promise<(text: string) => JsonTree> | null = null;
  return async (text) => {
    loading ??= loadParser();
    const parse = await loading;
    try {
      const tree = parse(text);
      return tree.ok ? { kind: "parsed", json: tree.json } : { kind: "refused", ...tree };
    } catch {
      loading = null;
      return null;
    }
  };
}
