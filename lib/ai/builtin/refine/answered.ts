import { completeTable } from "../../../catalog/complete-table.ts";
import type { Column, Schema, Table } from "../../../catalog/types.ts";
import { singular } from "../text/inflection.ts";

/** What an answer to a question asks for: a schema that is clear from it, the same as a statement, or nothing. */
export type Answered =
  | { readonly kind: "schema"; readonly schema: Schema }
  | { readonly kind: "statement"; readonly text: string }
  | { readonly kind: "unchanged" };

/** "Can a post have several authors? Yes." */
const answered = /^(?<asked>[^?]{3,300}\?)\s*(?:[-–:,.]\s*)?(?<answer>[^?]{1,300})$/;
const yes = /^(?:yes|yep|yeah|sure|correct|right|exactly|they are|it is)\b[\s,:;.!–-]*/i;
const no = /^(?:no|nope|not really|never)\b[\s,:;.!–-]*/i;

/** Reads a question together with its answer, as one click sends them; null: nothing was asked. */
export function readAnswered(description: string, base: Schema): Answered | null {
  const { asked, answer } = answered.exec(description.trim())?.groups ?? {};
  if (asked === undefined || answer === undefined) return null;
  const rest = answer.replace(yes, "").replace(no, "").trim();
  if (!yes.test(answer)) return statement(named(asked, rest));
  const schema = rest === "" ? withSeveral(asked, base) : null;
  return schema === null ? statement(`${affirmed(asked)} ${rest}`) : { kind: "schema", schema };
}

function statement(text: string): Answered {
  return text.trim() === "" ? { kind: "unchanged" } : { kind: "statement", text: text.trim() };
}

/** What was asked, as if it had been said; empty: a yes to it asks for nothing new. */
function affirmed(asked: string): string {
  const wish = /^(?:should|shall|do|does|must|may|can|could|would|will)\s+(?<said>.+?)\?$/i;
  const said = wish.exec(asked)?.groups?.said;
  return said === undefined || /^(?:i|we|you)\b/i.test(said) ? "" : `${said}.`;
}

/** "What do tags belong to? Posts" says that tags belong to posts; any other answer speaks for itself. */
function named(asked: string, answer: string): string {
  const things = /^what do (?<things>[\w ]+?) belong to\?$/i.exec(asked)?.groups?.things;
  const isName = /^[\w ]+[.!]?$/.test(answer) && !/\bbelongs?\b/i.test(answer);
  return things === undefined || !isName ? answer : `${things} belong to ${answer}`;
}

/** Each side has many of the other from now on, instead of the one reference that there was. */
function withSeveral(asked: string, { tables }: Schema): Schema | null {
  const several = /^can an? (?<one>[\w ]+?) have (?:several|many|more than one) (?<others>[\w ]+?)\?$/i;
  const { one = "", others = "" } = several.exec(asked)?.groups ?? {};
  const from = tables.find(({ name }) => singular(name) === one.replaceAll(" ", "_"));
  const column = from?.columns.find(({ references }) => references?.table === others.replaceAll(" ", "_"));
  const to = tables.find(({ name }) => name === column?.references?.table);
  if (from === undefined || column === undefined || to === undefined) return null;
  const junction = junctionOf(from, to, column);
  if (junction === null || tables.some(({ name }) => name === junction.name)) return null;
  const without = { ...from, columns: from.columns.filter((each) => each !== column) };
  return { tables: [...tables.map((table) => (table === from ? without : table)), junction] };
}

/** Null if a row of one side cannot be pointed to by one column, or the column is part of something else. */
function junctionOf(from: Table, to: Table, column: Column): Table | null {
  const key = from.columns.find(({ primary_key }) => primary_key === true);
  const isUsed = from.constraints?.some(({ columns }) => columns?.includes(column.name));
  if (key === undefined || column.references === undefined || isUsed === true) return null;
  const names = [`${singular(from.name)}_id`, column.name];
  if (names[0] === names[1]) return null;
  const side = (name: string, type: Column["type"], table: string, target: string): Column => ({
    name,
    type,
    required: true,
    references: { table, column: target, on_delete: "cascade" },
  });
  return completeTable({
    name: `${singular(from.name)}_${to.name}`,
    columns: [
      side(names[0] ?? "", key.type, from.name, key.name),
      side(column.name, column.type, to.name, column.references.column),
    ],
    constraints: [{ kind: "unique", columns: names }],
  });
}
