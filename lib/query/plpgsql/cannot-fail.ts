import { tokens } from "../text/tokens.ts";
import type { Block, Statement } from "./block.ts";
import { textsIn } from "./block-words.ts";
import { isRow } from "./variable-words.ts";

/** Calls, and words in front of a bracket, that take whatever they are given. */
const calm =
  /^(?:exists|in|any|some|and|or|not|where|on|select|from|join|coalesce|count|max|min|bool_or|bool_and|lower|upper|now)$/;

/** A query in brackets that may give any number of rows. */
const beforeQuery = /^(?:exists|in|any|some|from|join)$/;

/** Types whose values are kept as they are found. */
const plainTypes = /^(?:text|boolean|bool|uuid|int|integer|bigint)$/i;

/** What writes or locks, and what a pattern, a cast or another table may make fail. */
const risky = /^(?:insert|update|delete|merge|for|like|ilike|similar|with|values|cast|case)$/;

/**
 * Whether nothing in a block can fail when it runs, so that what its handlers would do is never asked for: it looks for rows, and
 * compares what it finds. Anything else is taken for something that may.
 */
export function cannotFail({
  declarations,
  statements,
}: Pick<Block, "declarations" | "statements">): boolean {
  const values = declarations.flatMap(({ value }) => value ?? []);
  return (
    declarations.every((declared) => isRow(declared) || plainTypes.test(declared.type)) &&
    statements.every(isCalm) &&
    [...textsIn(statements), ...values].every(isCalmText)
  );
}

function isCalm(statement: Statement): boolean {
  switch (statement.kind) {
    case "if":
      return [...statement.arms.flatMap((arm) => arm.statements), ...statement.otherwise].every(isCalm);
    case "sql":
      return statement.isStrict !== true;
    case "raise":
      return statement.level !== "exception";
    default:
      return ["return", "assign", "perform", "null"].includes(statement.kind);
  }
}

function isCalmText(text: string): boolean {
  const said = [...tokens(text)].map(({ start, end }) => text.slice(start, end).toLowerCase());
  return said.every((word, index) => {
    const [before = "", further = ""] = [said[index - 1], said[index - 2]];
    const isOfAuth = further === "." && said[index - 3] === "auth";
    if (word === "(") return !/^["\w]/.test(before) || calm.test(before) || isOfAuth;
    if (word === "select") return index === 0 || (before === "(" && beforeQuery.test(further));
    if (word === "*") return /^(?:select|\(|\.|,)$/.test(before);
    return /^(?:["'\w.),;]|=|<>|!=|<=?|>=?|->>?)/.test(word) && !risky.test(word);
  });
}
