/**
 * Predictions of the built-in question answerer for a file of cases, to be scored:
 *   node scripts/question-score.ts CASES.json PREDICTIONS.json
 * A case names a schema of the file, given as DDL (`create table …`), and a question.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { answerQuestion } from "#lib/ai/question/answer-question.ts";
import type { Column, ColumnType, Schema, Table } from "#lib/catalog/types.ts";

interface Cases {
  readonly schemas: { readonly [name: string]: { readonly ddl: string } };
  readonly cases: readonly { readonly id: string; readonly schema: string; readonly question: string }[];
}

const types: Readonly<Record<string, ColumnType>> = {
  int: "integer",
  integer: "integer",
  bigint: "bigint",
  numeric: "numeric",
  decimal: "numeric",
  real: "number",
  boolean: "boolean",
  bool: "boolean",
  date: "date",
  time: "time",
  timestamp: "timestamptz",
  timestamptz: "timestamptz",
  uuid: "uuid",
  jsonb: "jsonb",
};

/** Reads just as much DDL as such files hold: columns with types, keys and references on the column. */
function schemaOf(ddl: string): Schema {
  const tables = [...ddl.matchAll(/create table (\w+)\s*\(([\s\S]*?)\)\s*;/gi)];
  return { tables: tables.map(([, name = "", body = ""]) => tableOf(name, body)) };
}

function tableOf(name: string, body: string): Table {
  const parts = body.split(/,(?![^(]*\))/).map((part) => part.trim());
  return { name, columns: parts.flatMap((part) => columnOf(part) ?? []) };
}

function columnOf(definition: string): Column | null {
  const [, name, type] = /^(\w+)\s+(\w+)/.exec(definition) ?? [];
  if (name === undefined || type === undefined || /^(primary|unique|foreign|check|constraint)$/i.test(name))
    return null;
  const reference = /references (\w+)\s*\((\w+)\)/i.exec(definition);
  return {
    name,
    type: types[type.toLowerCase()] ?? "text",
    ...(/primary key/i.test(definition) ? { primary_key: true } : {}),
    ...(reference === null ? {} : { references: { table: reference[1] ?? "", column: reference[2] ?? "" } }),
  };
}

const [casesFile, predictionsFile] = process.argv.slice(2);
if (casesFile === undefined || predictionsFile === undefined) {
  console.error("usage: node scripts/question-score.ts CASES.json PREDICTIONS.json");
  process.exit(2);
}
const cases = JSON.parse(readFileSync(casesFile, "utf8")) as Cases;
const predictions = Object.fromEntries(
  cases.cases.map(({ id, schema, question }) => {
    const startedAt = performance.now();
    const answer = answerQuestion(question, schemaOf(cases.schemas[schema]?.ddl ?? ""));
    return [id, { ...answer, ms: Math.round(performance.now() - startedAt) }];
  }),
);
writeFileSync(predictionsFile, JSON.stringify(predictions, null, 1));
console.log(`${cases.cases.length} questions answered into ${predictionsFile}`);
