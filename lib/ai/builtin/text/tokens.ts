import { singular } from "./inflection.ts";
import { type Mark, readMark } from "./marks.ts";
import { tagWords } from "./tagger.ts";

/** A word or sign of a sentence. */
export interface Token {
  /** Lower case. */
  readonly text: string;
  /** The singular, as if the word were a noun. */
  readonly base: string;
  /** Universal part of speech; empty for signs. */
  readonly pos: string;
  readonly lemma: string;
  readonly kind: "word" | "number" | "sign" | "mark";
  readonly mark: Mark | null;
  /** Written as an identifier (`first_name`, `firstName`): never cut. */
  readonly identifier: boolean;
}

const PATTERN =
  /‹[^›]*›|[\p{L}\p{M}][\p{L}\p{M}\p{N}]*(?:[_'-][\p{L}\p{M}\p{N}]+)*|\p{N}+(?:[.,]\p{N}+)*|[^\s\p{L}\p{N}]/gu;

/** Cuts a sentence into tokens, with parts of speech. */
export function tokenise(sentence: string): Token[] {
  const pieces = (sentence.match(PATTERN) ?? []).flatMap(splitPiece);
  const tags = tagWords(pieces.map((piece) => (piece.startsWith("‹") ? "." : piece.toLowerCase())));
  return pieces.map((piece, index) => tokenOf(piece, tags[index]));
}

function splitPiece(piece: string): string[] {
  if (piece.startsWith("‹") || piece.includes("_")) return [piece];
  if (/^[a-z]+(?:[A-Z][a-z0-9]+)+$/.test(piece)) return [piece.replace(/([A-Z])/g, "_$1")];
  return piece.includes("-") ? piece.split("-").filter((part) => part !== "") : [piece];
}

function tokenOf(piece: string, tag: { readonly pos: string; readonly lemma: string } | undefined): Token {
  const mark = readMark(piece);
  const text = piece.toLowerCase();
  const kind =
    mark !== null ? "mark" : /^\p{L}/u.test(text) ? "word" : /^\p{N}/u.test(text) ? "number" : "sign";
  return {
    text,
    base: kind === "word" ? singular(text) : text,
    pos: kind === "word" ? (tag?.pos ?? "NOUN") : "",
    lemma: tag?.lemma ?? text,
    kind,
    mark,
    identifier: text.includes("_"),
  };
}
