import type { Schema } from "../../../catalog/types.ts";
import { chunk } from "../grammar/chunks.ts";
import { parseClauses } from "../grammar/clauses.ts";
import { groupsOf } from "../grammar/phrases.ts";
import { type Context, newContext } from "../interpret/context.ts";
import { relate } from "../interpret/relations.ts";
import { interpret } from "../interpret/sentences.ts";
import { lexicon } from "../lexicon.ts";
import { Model } from "../model/model.ts";
import { writeMarks } from "../text/marks.ts";
import { cutColumnList, sentencesOf } from "../text/sentences.ts";
import { tokenise } from "../text/tokens.ts";
import { addTo } from "./additions.ts";
import { command } from "./commands.ts";
import { tableOf } from "./targets.ts";

const VERBS =
  "add|remove|drop|delete|rename|make|change|set|split|create|give|convert|link|connect|move|turn|include|mark|call|extract|get rid of|append|put";
const POLITE =
  /^(?:(?:and|then|also|now|next|finally|please|ok(?:ay)?|so|but|great|thanks|hi|hello|hey|well|additionally|furthermore|moreover)[,\s]+)*(?:(?:can|could|would|will) you (?:also |please )?|(?:i|we) (?:would|want|need|like|also|should|have|d)?(?: also| like| want| need| to| you)* (?=(?:add|remove|drop|delete|rename|make|change|set|split|create|give|convert|link|connect|move|turn|keep|store|track)\b)|let us |let's |lets |let |you should |(?:we|i) should |(?:we|i) need to |(?:please )?)?/i;

/** Reads a request about an existing schema into a model of it: commands first, then statements as in a new one. */
export function readRefinement(text: string, base: Schema): Context {
  const words = lexicon();
  const context = newContext(new Model(base, words), groupsOf(tokenise(text), words), relate);
  for (const part of partsOf(text))
    if (!command(context, part) && !demand(context, part)) read(context, part);
  return context;
}

/** Sentences, cut again where "and" opens another command. */
function partsOf(text: string): string[] {
  return sentencesOf(text)
    .map((sentence) =>
      sentence.replace(/^(?:please )?(?:add|include|also)\s+[\w ]{1,40}:\s+(?=\w+ \w+)/i, ""),
    )
    .map((sentence) =>
      sentence.replace(
        /^(make|set|mark) (.+? (?:unique|required|optional|mandatory)) and ([\w ]+? (?:unique|required|optional|mandatory))$/i,
        "$1 $2 and $1 $3",
      ),
    )
    .flatMap((sentence) =>
      sentence.split(
        new RegExp(
          `(?:,\\s*|\\s+)(?:and|then|but|also)\\s+(?:then\\s+|also\\s+|please\\s+)*(?=(?:${VERBS})\\s)|,\\s+(?=(?:${VERBS})\\s)`,
          "i",
        ),
      ),
    )
    .map((part) =>
      part
        .replace(POLITE, "")
        .replace(/\b(?:as well|too|please|instead)\s*$/i, "")
        .trim(),
    )
    .filter((part) => part !== "");
}

/** "tasks need a priority", "posts should also have tags", "customers also have a birthday". */
function demand(context: Context, text: string): boolean {
  const match =
    /^(?:the |each |every |all |an? )?([\w -]+?) (?:also |should |must |need to |needs to |can |could )*(?:needs?|have|has|get|gets|require|requires|want|wants|with|missing|misses|lacks?) (?:also |to have |to store |to record )?(.+)$/i.exec(
      text,
    );
  const table = match === null ? null : tableOf(context, match[1] ?? "");
  const items = match?.[2] ?? "";
  if (
    table === null ||
    /\b(?:many|several|multiple|one or more|belongs?|each)\b|\bwho (?:is|are)\b/i.test(items)
  )
    return false;
  return addTo(context, table, items, "");
}

function read(context: Context, text: string): void {
  const { head } = cutColumnList(text);
  void head;
  for (const clause of parseClauses(chunk(tokenise(writeMarks(text)), context.lexicon)))
    interpret(context, clause);
}
