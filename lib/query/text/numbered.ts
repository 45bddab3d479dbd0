import { tokens } from "./tokens.ts";

/** `$1` becomes a column of the arguments that stand around a function's body. */
export function numbered(query: string): string {
  let text = "";
  let done = 0;
  for (const token of tokens(query)) {
    if (token.kind !== "parameter") continue;
    text += `${query.slice(done, token.start)}"${query.slice(token.start, token.end)}"`;
    done = token.end;
  }
  return text + query.slice(done);
}
