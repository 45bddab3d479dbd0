import type { Token } from "./tokens.ts";

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

const writes = words(`
  delete remove drop insert add create update set change rename truncate alter grant revoke modify edit erase wipe
  destroy replace mark increase decrease raise reduce assign unassign cancel archive publish unpublish move merge import
  upload register enroll purge clear reset make put save store append rewrite overwrite promote demote ban approve reject
  reopen send give fire hire
`);

/** Commands that are as often a noun or an adjective: "double rooms", "book reviews", "close friends". */
const ambiguousWrites = words(
  "double book close fix order pay email call transfer copy schedule plan sign rate rent ship",
);

const determiners = words("a an the all every each this that these those my our everyone everybody it them");

/** Words that are commands only where there is no other reading: they never occur in a question. */
const alwaysWrites: ReadonlySet<string> = new Set([
  "delete",
  "truncate",
  "insert",
  "drop",
  "alter",
  "grant",
  "revoke",
  "erase",
  "wipe",
  "purge",
]);

const polite = new Set(
  "please can could would you i we want need to like lets let us just now then and also kindly go ahead the system should must will".split(
    " ",
  ),
);

/** Whether the text tells to change something rather than asks. */
export function isWrite(tokens: readonly Token[]): boolean {
  const first = tokens.findIndex((token) => !polite.has(token.lower));
  const command = tokens[first];
  if (command !== undefined && writes.has(command.lower) && !isNoun(tokens, first)) return true;
  const next = tokens[first + 1]?.lower ?? "";
  if (
    command !== undefined &&
    ambiguousWrites.has(command.lower) &&
    (determiners.has(next) || isOneThing(tokens, first + 1))
  )
    return true;
  return tokens.some(
    (token, at) => alwaysWrites.has(token.lower) && token.kind === "word" && isCommandAt(tokens, at),
  );
}

/** "ticket 5", "order": one thing that something can be done to, where a question would name them all. */
function isOneThing(tokens: readonly Token[], at: number): boolean {
  const noun = tokens[at];
  const next = tokens[at + 1];
  return (
    noun !== undefined &&
    noun.lower === noun.singular &&
    (next?.kind === "number" || next?.kind === "literal")
  );
}

/** "Set menus under 20", "close matches": followed by no article or number, in a phrase that goes on as a question. */
function isNoun(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1]?.lower ?? "";
  return ["is", "are", "with", "per", "by", "in", "sorted"].includes(next);
}

/** After "and", "then" or a semicolon a new command starts. */
function isCommandAt(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.lower ?? "";
  return (
    at === 0 ||
    ["and", "then", ";", "to", "please", "also", "or"].includes(before) ||
    tokens[at - 1]?.isBeforeComma === true
  );
}
