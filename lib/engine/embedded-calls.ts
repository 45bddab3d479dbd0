import { callMark } from "../catalog/call-mark.ts";
import type { EmbeddedCall } from "../catalog/types.ts";
import { compile, ident, keyword, type Sql } from "../sql/sql.ts";

export type CallPlace = Pick<EmbeddedCall, "as" | "alias" | "column">;

/** What a stored text's calls become, each for its values; and the labels of an enum. */
export type SelectOfCall = (call: EmbeddedCall, given: readonly (Sql | null)[]) => Sql;

/** A stored text with its calls made: each is a SELECT in the place of its mark. */
export function withCallsMade(
  text: string,
  calls: readonly EmbeddedCall[] | undefined,
  selectOf: SelectOfCall,
): string {
  if (calls === undefined || calls.length === 0) return text;
  const made = (part: string): string =>
    part
      .split(callMark)
      .map((piece, index) => (index % 2 === 0 ? piece : callText(calls[Number(piece)], made, selectOf)))
      .join("");
  return made(text);
}

/** The text with a name in the place of each mark, as long as the mark: it can be parsed, and nothing has moved. */
export function withNamesForCalls(text: string): string {
  return text
    .split(callMark)
    .map((piece, index) => (index % 2 === 0 ? piece : `x${"x".repeat(piece.length)}x`))
    .join("");
}

function callText(
  call: EmbeddedCall | undefined,
  made: (part: string) => string,
  selectOf: SelectOfCall,
): string {
  if (call === undefined) throw new RangeError("a mark of no call");
  if (call.labels !== undefined) return `(${compile(selectOf(call, [])).text})`;
  const given = call.given.map((value) => (value === null ? null : keyword(made(value))));
  return placedCall(call, selectOf(call, given));
}

/** A call's SELECT as it stands in a text. */
export function placedCall({ as, alias, column }: CallPlace, select: Sql): string {
  const { text } = compile(select);
  const name = alias === undefined ? "" : ` as ${quoted(alias)}`;
  const rows = column !== undefined ? `select * from (${text}) as "$c" (${quoted(column)})` : text;
  if (as === "value") return `(${rows})`;
  // A set in a list of columns gives a row for each of its values.
  if (as === "values") return `unnest(array(${text}))${name}`;
  return `lateral (${rows})${name}`;
}

function quoted(name: string): string {
  return compile(ident(name)).text;
}
