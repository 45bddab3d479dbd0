import { chunk } from "../grammar/chunks.ts";
import { parseClauses } from "../grammar/clauses.ts";
import type { Thing } from "../grammar/thing.ts";
import type { Context } from "../interpret/context.ts";
import { writeMarks } from "../text/marks.ts";
import { tokenise } from "../text/tokens.ts";

/** The things that a list of words names. */
export function thingsOf(context: Context, text: string): Thing[] {
  const clauses = parseClauses(chunk(tokenise(writeMarks(text)), context.lexicon));
  const things = clauses.flatMap((clause) => [
    ...clause.subjects,
    ...clause.list,
    ...clause.predicates.flatMap((predicate) => predicate.objects),
  ]);
  const marks = clauses.flatMap((clause) =>
    clause.predicates.flatMap((predicate) =>
      predicate.verb === "" || predicate.verb === "be" ? predicate.marks : [],
    ),
  );
  const last = things.at(-1);
  if (last !== undefined) last.marks.push(...marks);
  return things;
}
