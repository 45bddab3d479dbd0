import type { Schema } from "../../catalog/types.ts";
import type { DraftStatus } from "../proposal.ts";
import { describeQuery } from "./describe-query.ts";
import { readQuestion } from "./read-question.ts";
import { isWrite } from "./refuse-write.ts";
import { buildGraph } from "./schema-graph.ts";
import { tokenise } from "./tokens.ts";
import { writeSql } from "./write-sql.ts";

export interface QuestionAnswer {
  readonly status: DraftStatus;
  /** Empty unless the status is `ok`. */
  readonly sql: string;
  readonly explanation: string;
}

/** Answers a question in English with one SELECT, by rules: deterministic, offline, in a few milliseconds. */
export function answerQuestion(question: string, schema: Schema): QuestionAnswer {
  if (schema.tables.length === 0) return clarify("There are no tables yet that a question could be about.");
  if (isWrite(tokenise(question))) {
    return {
      status: "reject",
      sql: "",
      explanation:
        "Only questions are answered here: nothing is changed, added or deleted. Ask what you want to see.",
    };
  }
  const read = readQuestion(question, buildGraph(schema));
  if (read === null)
    return clarify(`It is not clear which table this is about. There are ${tableList(schema)}.`);
  const [unplaced] = read.unplaced;
  if (unplaced !== undefined) {
    return clarify(
      `It is not clear where to look for "${unplaced}". Say which column or table holds it; there are ${tableList(schema)}.`,
    );
  }
  if (read.ignored.length > 3) {
    return clarify(`Too much of this is not clear: ${quoted(read.ignored)}. There are ${tableList(schema)}.`);
  }
  const without = read.ignored.length === 0 ? "" : ` Not taken into account: ${quoted(read.ignored)}.`;
  return { status: "ok", sql: writeSql(read.query), explanation: `${describeQuery(read.query)}${without}` };
}

function clarify(explanation: string): QuestionAnswer {
  return { status: "clarify", sql: "", explanation };
}

const tablesShown = 12;

function tableList(schema: Schema): string {
  const names = schema.tables.map((table) => table.name);
  const more = names.length > tablesShown ? ` and ${names.length - tablesShown} more` : "";
  return `the tables ${names.slice(0, tablesShown).join(", ")}${more}`;
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(", ");
}
