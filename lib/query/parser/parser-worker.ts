/**
 * The worker of `parser-pool.ts`: Postgres's own parser, compiled to WebAssembly, away from the event loop.
 * What is not a syntax error (a RangeError: the tree was too deep for the stack) leaves the instance in an unknown
 * state: it is reported as broken, and the pool starts another worker.
 */
import { parentPort } from "node:worker_threads";
import { loadParser } from "./parse-to-json.ts";

/** What the pool sends, one text at a time. */
export interface ParseRequest {
  readonly text: string;
}

/** What it gets back: `started`, then one of the others; `position` counts code points from 0. */
export type ParseReply =
  | { readonly kind: "started" }
  /** As JSON text: a structured clone of a deep tree recurses on the receiving thread's smaller stack. */
  | { readonly kind: "parsed"; readonly json: string }
  | { readonly kind: "refused"; readonly message: string; readonly position: number }
  | { readonly kind: "broken" };

const parser = await loadParser();
parentPort?.on("message", ({ text }: ParseRequest) => {
  send({ kind: "started" });
  send(parse(text));
});

function send(reply: ParseReply): void {
  parentPort?.postMessage(reply);
}

function parse(text: string): ParseReply {
  try {
    const tree = parser(text);
    return tree.ok ? { kind: "parsed", json: tree.json } : { kind: "refused", ...tree };
  } catch {
    // Not a refusal of the text, which is a value: the instance is lost.
    return { kind: "broken" };
  }
}
