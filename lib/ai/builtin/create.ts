import type { Schema } from "../../catalog/types.ts";
import { chunk } from "./grammar/chunks.ts";
import { parseClauses } from "./grammar/clauses.ts";
import { groupsOf } from "./grammar/phrases.ts";
import type { Thing } from "./grammar/thing.ts";
import { addAttribute } from "./interpret/attributes.ts";
import { type Context, newContext } from "./interpret/context.ts";
import { relate } from "./interpret/relations.ts";
import { interpret } from "./interpret/sentences.ts";
import { type Lexicon, lexicon } from "./lexicon.ts";
import { connect } from "./model/connect.ts";
import { addDomain } from "./model/domain.ts";
import { fill } from "./model/fill.ts";
import { Model } from "./model/model.ts";
import { resolve } from "./model/resolve.ts";
import { writeMarks } from "./text/marks.ts";
import { cutColumnList, sentencesOf } from "./text/sentences.ts";
import { type Token, tokenise } from "./text/tokens.ts";

/** Reads English text into a model that starts from `base`. */
export function readWords(text: string, base: Schema): Context {
  const words = lexicon();
  const sentences = sentencesOf(text).map((sentence) => {
    const { head, columns } = cutColumnList(sentence);
    return { tokens: tokenise(writeMarks(head)), columns };
  });
  const context = newContext(
    new Model(base, words),
    groupsOf(
      sentences.flatMap((sentence) => sentence.tokens),
      words,
    ),
    relate,
  );
  for (const { tokens, columns } of sentences) {
    readSentence(context, tokens, words);
    addColumnList(context, columns);
  }
  return context;
}

function readSentence(context: Context, tokens: readonly Token[], words: Lexicon): void {
  for (const clause of parseClauses(chunk(tokens, words))) interpret(context, clause);
}

/** "with columns select, from and group": names as they stand, even if they are words of grammar. */
function addColumnList(context: Context, columns: readonly string[]): void {
  const owner = context.last;
  if (owner === null) return;
  for (const text of columns) {
    const tokens = tokenise(writeMarks(text));
    const marks = tokens.flatMap((token) => (token.mark === null ? [] : [token.mark]));
    const clause = parseClauses(chunk(tokens, context.lexicon))[0];
    const parsed = clause?.subjects[0];
    const plain = tokens.filter((token) => token.kind === "word" || token.kind === "number");
    const noun = {
      kind: "noun" as const,
      words: plain,
      determiner: "",
      isEach: false,
      isMany: false,
      isOther: false,
      count: 0,
      look: "either" as const,
    };
    const thing: Thing =
      parsed !== undefined && plain.length > 1
        ? parsed
        : { noun, marks, aside: null, details: [], links: [], relatives: [] };
    if (thing.noun.words.length > 0) addAttribute(context, owner, thing);
  }
  if (columns.length > 0 && owner.origin !== "base") owner.isListed = true;
}

/** Completes what was read: usual tables of the kind of application, ties, usual columns. */
export function complete(context: Context): void {
  resolve(context);
  addDomain(context);
  connect(context);
  fill(context);
}
