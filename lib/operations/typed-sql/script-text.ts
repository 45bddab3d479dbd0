import { guardWrite } from "../../expression/guard.ts";
import { ownTypeNames } from "../../query/own-types.ts";
import type { ComposedText } from "../../query/text/composed-text.ts";
import { compileStatement } from "../../query/write/compile-statement.ts";
import { Refused } from "../../query/write/refused.ts";
import { type Progress, told, writtenCatalog } from "./script-progress.ts";

/**
 * Runs a write that a statement of a script stands for (a COPY's rows, a CREATE TABLE AS's query), as if it were typed.
 *
 * @returns how many rows were written.
 */
export async function runText(progress: Progress, index: number, text: string): Promise<number> {
  const { session, services, script } = progress;
  const catalog = writtenCatalog(progress, index);
  script.kept?.refusals.add("What a COPY or a CREATE TABLE AS writes is not kept.");
  const parsed = await services.sqlParser.parse(text);
  if (!parsed.ok) throw new Refused("syntaxError", parsed.message);
  const [statement] = parsed.statements;
  if (statement === undefined) throw new RangeError("no statement");
  const refusal = guardWrite(statement.tree, { types: ownTypeNames(catalog), sequences: true });
  if (refusal !== null) throw Refused.with({ ...refusal, location: null });
  const columnsOf = async (query: ComposedText) => {
    const asked = { text: query.text, values: [] };
    const columns = await told(progress, index, placeless(query), () => session.describe(index, asked));
    return columns.map(({ name }) => name);
  };
  const outcome = await compileStatement({ catalog, text, statement, columnsOf });
  if (!outcome.ok) throw Refused.with({ ...outcome.refusal, location: null });
  const { compiled } = outcome;
  const run = () => session.run(index, { text: compiled.text, values: [], isWrite: true });
  const result = await told(progress, index, placeless(compiled), run, compiled.targets);
  return Number(result.rows[0]?.[0] ?? 0);
}

/** A place in this text is none in what was typed. */
function placeless({ text }: ComposedText): ComposedText {
  return { text, toStatement: () => null };
}
