import { momentSql } from "./moment-sql.ts";
import type { Condition, Test, TextMatch } from "./query.ts";
import { columnSql, identifier, likePattern, regexPattern, textLiteral } from "./sql-text.ts";

/** A condition on a row of the table that is called `alias` in the statement. */
export function conditionSql(condition: Condition, alias: string): string {
  const { column, test, isNegated } = condition;
  const name = columnSql(alias, column);
  if (test.kind === "null") return `${name} is ${isNegated ? "not " : ""}null`;
  const plain = testSql(condition, name, test);
  if (!isNegated) return plain;
  if (test.kind === "text" && isListed(test)) return negatedText(name, test);
  return `not (${plain})`;
}

function testSql({ column }: Condition, name: string, test: Exclude<Test, { kind: "null" }>): string {
  switch (test.kind) {
    case "compare":
      if (test.value === true) return name;
      if (test.value === false) return `not ${name}`;
      return `${name} ${test.operator} ${test.value}`;
    case "between":
      return `${name} between ${test.low} and ${test.high}`;
    case "zero":
      return `coalesce(${name}, 0) = 0`;
    case "one of":
      return `${name} in (${test.numbers.join(", ")})`;
    case "text":
      return textSql(name, test.match, test.texts);
    case "moment":
      return momentSql(column, name, test.moment, test.side);
    case "years": {
      // An age is more than 30 when the birthday lies more than 30 years back.
      const operator =
        { "<": ">", "<=": ">=", ">": "<", ">=": "<=" }[test.operator as string] ?? test.operator;
      return `${name} ${operator} current_date - interval '${test.years} years'`;
    }
    case "average":
      return `${name} ${test.operator} (select avg(${identifier(column.name)}) from ${identifier(column.table.name)})`;
  }
}

function textSql(name: string, match: TextMatch, texts: readonly string[]): string {
  const [text = "", ...others] = texts;
  if (others.length > 0) {
    if (match === "exact") return `${name} in (${texts.map(textLiteral).join(", ")})`;
    if (match === "same") return `lower(${name}) in (${spellings(texts).map(textLiteral).join(", ")})`;
    return `(${texts.map((one) => textSql(name, match, [one])).join(" or ")})`;
  }
  switch (match) {
    case "exact":
      return `${name} = ${textLiteral(text)}`;
    case "same":
      return `${name} ilike ${textLiteral(spacePattern(text))}`;
    case "word":
      return `${name} ~* ${textLiteral(`\\m${regexPattern(text)}\\M`)}`;
    case "contains":
      return `${name} ilike ${textLiteral(`%${likePattern(text)}%`)}`;
    case "starts":
      return `${name} ilike ${textLiteral(`${likePattern(text)}%`)}`;
    case "ends":
      return `${name} ilike ${textLiteral(`%${likePattern(text)}`)}`;
  }
}

/** `in progress` is stored as `in_progress` or `in-progress` as often: `_` matches any one character. */
function spacePattern(text: string): string {
  return text
    .split(/[\s_-]/)
    .map(likePattern)
    .join("_");
}

function isListed(test: Test & { kind: "text" }): boolean {
  return test.match === "exact" || test.match === "same";
}

function negatedText(name: string, test: Test & { kind: "text" }): string {
  const [first = "", ...others] = test.texts;
  if (others.length > 0) return textSql(name, test.match, test.texts).replace(/ in \(/, " not in (");
  return test.match === "exact"
    ? `${name} <> ${textLiteral(first)}`
    : `${name} not ilike ${textLiteral(spacePattern(first))}`;
}

/** In small letters, and with each of the signs that stand between the words of a stored value. */
function spellings(texts: readonly string[]): readonly string[] {
  const words = texts.map((text) => text.toLowerCase().split(/[\s_-]+/));
  return [
    ...new Set(
      words.flatMap((parts) =>
        parts.length === 1 ? parts : ["_", " ", "-"].map((sign) => parts.join(sign)),
      ),
    ),
  ];
}
