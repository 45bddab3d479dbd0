import { type Token, tokens } from "#lib/query/text/tokens.ts";
import { Choices } from "./choices.ts";
import type { Asked } from "./rare-queries.ts";

/** What may stand in front of a value that an application would send beside the text. */
const before =
  /^(?:[(,=<>+*|%-]|<>|<=|>=|\|\||and|or|then|else|values|set|when|select|returning|like|in|between)$/i;

/** Types with a length, whose numbers are no values. */
const measured = /^(?:numeric|varchar|char|left|right|substr|date_trunc|round|trim_scale|extract)$/i;

/** A statement some of whose literals are parameters. */
export function withGivenValues(make: (choices: Choices) => string): (choices: Choices) => Asked {
  return (choices) => {
    const drawn = [choices.below(10_000), choices.below(10_000), choices.below(10_000)];
    return parameterized(
      make(choices),
      new Choices(drawn.flatMap((one) => [one, one >> 3, one >> 5, one >> 7, one >> 9])),
    );
  };
}

function parameterized(text: string, choices: Choices): Asked {
  const params: string[] = [];
  let result = "";
  let done = 0;
  const all = [...tokens(text)];
  for (const [index, token] of all.entries()) {
    const said = text.slice(token.start, token.end);
    if (!isValue(text, all, index) || !choices.sometimes(2)) continue;
    params.push(token.kind === "string" ? said.slice(1, -1).replaceAll("''", "'") : said);
    result += `${text.slice(done, token.start)}$${params.length}`;
    done = token.end;
  }
  return { text: result + text.slice(done), params };
}

function isValue(text: string, all: readonly Token[], index: number): boolean {
  const word = (at: number) => {
    const token = all[at];
    return token === undefined ? "" : text.slice(token.start, token.end);
  };
  const token = all[index];
  const isLiteral = token?.kind === "string" ? text[token.start] === "'" : token?.kind === "number";
  if (!isLiteral || !before.test(word(index - 1))) return false;
  return !(word(index - 1) === "(" && measured.test(word(index - 2)));
}
