import type { Moment } from "./moments.ts";
import type { Condition, Link, Measure, Output, Query, QueryNode, Test } from "./query.ts";

/** Says in a sentence what a query finds, so that a person sees how the question was understood. */
export function describeQuery(query: Query): string {
  const conditions = nodeConditions(query.root);
  const where = conditions.length === 0 ? "" : ` ${conditions.join(" and ")}`;
  return `${outputWords(query.output, query.root)}${where}${havingWords(query)}${orderWords(query)}.`;
}

function outputWords(output: Output, root: QueryNode): string {
  const table = readable(root.table.name);
  switch (output.kind) {
    case "rows":
      return `Lists ${table}`;
    case "columns":
      return `Lists ${output.columns.map(({ column }) => readable(column.name)).join(" and ")} of ${table}`;
    case "figure":
      return capital(`${measureWords(output.measure)}`);
    case "average per row":
      return `The average over ${table} of ${measureWords(output.measure)}`;
    case "per row":
      return `Shows, for each of the ${table}, ${measureWords(output.measure)}`;
    case "per group": {
      const keys = output.keys.map(({ column, unit }) => unit ?? readable(column.name));
      return `Shows, by ${keys.join(" and ")}, ${measureWords(output.measure)}`;
    }
  }
}

function measureWords({ aggregate, column, path }: Measure): string {
  const rows = readable(path.end.name);
  if (aggregate === "count") return `the number of ${rows}`;
  const name = `${readable(column?.name ?? "")} of ${rows}`;
  return {
    sum: `the total ${name}`,
    avg: `the average ${name}`,
    min: `the lowest ${name}`,
    max: `the highest ${name}`,
  }[aggregate];
}

function nodeConditions(node: QueryNode): readonly string[] {
  const own = node.conditions.map(conditionWords);
  const figures = node.figures.map(
    ({ measure, operator, value }) => `where ${measureWords(measure)} is ${operator} ${value}`,
  );
  const either = node.alternatives.map(
    (options) =>
      `where ${options.map(({ condition }) => conditionWords(condition).replace(/^where /, "")).join(" or ")}`,
  );
  return [...own, ...figures, ...either, ...node.links.flatMap(linkWords)];
}

function linkWords(link: Link): readonly string[] {
  const inner = nodeConditions(link.node);
  const name = readable(link.node.table.name);
  if (link.mode === "none") return [`without ${name}${inner.length === 0 ? "" : ` ${inner.join(" and ")}`}`];
  if (link.mode === "some" && link.edge.direction === "many") {
    return [`that have ${name}${inner.length === 0 ? "" : ` ${inner.join(" and ")}`}`];
  }
  return inner;
}

function conditionWords({ column, test, isNegated }: Condition): string {
  return `where ${readable(column.table.name)}' ${readable(column.name)} ${testWords(test, isNegated)}`;
}

function testWords(test: Test, isNegated: boolean): string {
  const not = isNegated ? "not " : "";
  switch (test.kind) {
    case "null":
      return isNegated ? "is given" : "is empty";
    case "compare":
      return typeof test.value === "boolean" ? `is ${not}set` : `is ${not}${test.operator} ${test.value}`;
    case "between":
      return `is ${not}between ${test.low} and ${test.high}`;
    case "zero":
      return isNegated ? "is more than nothing" : "is zero or empty";
    case "one of":
      return `is ${not}${test.numbers.join(" or ")}`;
    case "text":
      return `${isNegated ? "is not" : textVerbs[test.match]} ${test.texts.map((text) => `"${text}"`).join(" or ")}`;
    case "moment":
      return `is ${not}${sideWords[test.side]} ${momentWords(test.moment)}`;
    case "years":
      return `is ${not}${test.operator.startsWith(">") ? "more" : "less"} than ${test.years} years ago`;
    case "average":
      return `is ${not}${test.operator === ">" ? "above" : "below"} average`;
  }
}

const sideWords = {
  within: "in",
  before: "before",
  after: "after",
  since: "no earlier than",
  until: "no later than",
} as const;

const textVerbs = {
  exact: "is",
  same: "is",
  word: "has the word",
  contains: "contains",
  starts: "starts with",
  ends: "ends with",
} as const;

function momentWords(moment: Moment): string {
  switch (moment.kind) {
    case "period":
      if (moment.unit === "day" && Math.abs(moment.offset) <= 1)
        return ["yesterday", "today", "tomorrow"][moment.offset + 1] ?? "";
      return `${["the last", "this", "the next"][Math.sign(moment.offset) + 1]} ${moment.unit}`;
    case "rolling":
      return `the ${moment.isFuture ? "next" : "last"} ${moment.count} ${moment.unit}s`;
    case "distance":
      return `${moment.count} ${moment.unit}s ${moment.isFuture ? "from now" : "ago"}`;
    case "fixed":
      return moment.from.endsWith("-01-01") && moment.to.endsWith("-01-01")
        ? moment.from.slice(0, 4)
        : moment.from;
    case "month":
      return `month ${moment.month} of any year`;
    case "now":
      return "now";
  }
}

function havingWords({ having }: Query): string {
  return having === null ? "" : `, where that is ${having.operator} ${having.value}`;
}

function orderWords({ order, limit }: Query): string {
  const keys = order.map(({ by, direction }) => {
    const name = by === "figure" ? "that" : "aggregate" in by ? measureWords(by) : readable(by.column.name);
    return `${name}${direction === "desc" ? ", highest first" : ""}`;
  });
  const sorted = keys.length === 0 ? "" : `, sorted by ${keys.join(" and ")}`;
  return `${sorted}${limit === null ? "" : `; at most ${limit}`}`;
}

function readable(name: string): string {
  return name.replaceAll("_", " ");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
