import { conditionSql } from "./condition-sql.ts";
import { type Link, type Measure, type Order, type Query, type QueryNode, queryNode } from "./query.ts";
import type { Edge, Path } from "./schema-graph.ts";
import { Aliases } from "./sql-aliases.ts";
import { columnSql, identifier } from "./sql-text.ts";

/** The statement under construction: its clauses, and what each node is called in it. */
interface Statement {
  readonly aliases: Aliases;
  readonly select: string[];
  readonly joins: string[];
  readonly where: string[];
  readonly groupBy: string[];
}

/** One SELECT with the meaning of the query, one clause a line. */
export function writeSql(query: Query): string {
  const aliases = new Aliases();
  const root = aliases.name(query.root);
  const statement: Statement = { aliases, select: [], joins: [], where: [], groupBy: [] };
  addNode(statement, query.root, root);
  const distinct = addOutput(statement, query, root) ? "distinct " : "";
  const order = query.order.map((by) => orderSql(statement, query, by, root));
  return [
    `select ${distinct}${statement.select.join(", ")}`,
    `from ${aliases.declaration(query.root)}`,
    ...statement.joins,
    ...(statement.where.length === 0 ? [] : [`where ${statement.where.join("\n  and ")}`]),
    ...(statement.groupBy.length === 0 ? [] : [`group by ${statement.groupBy.join(", ")}`]),
    ...(query.having === null ? [] : [`having ${havingSql(query, query.having)}`]),
    ...(order.length === 0 ? [] : [`order by ${order.join(", ")}`]),
    ...(query.limit === null ? [] : [`limit ${query.limit}`]),
  ].join("\n");
}

/** Over the figure's own expression: HAVING knows no output names. */
function havingSql(query: Query, having: NonNullable<Query["having"]>): string {
  const expression =
    query.output.kind === "per group" || query.output.kind === "per row" ? query.output.measure : null;
  const column = expression?.column ?? null;
  const value =
    expression === null || column === null
      ? "count(*)"
      : `${expression.aggregate}(${identifier(column.table.name)}.${identifier(column.name)})`;
  return `${value} ${having.operator} ${having.value}`;
}

/** Conditions of a node and of everything that hangs on it, into the statement's joins and its WHERE. */
function addNode(statement: Statement, node: QueryNode, alias: string): void {
  statement.where.push(...node.conditions.map((condition) => conditionSql(condition, alias)));
  for (const { measure, operator, value } of node.figures) {
    statement.where.push(`${figureSubselect(measure, alias)} ${operator} ${value}`);
  }
  for (const link of node.links) addLink(statement, link, alias);
  for (const options of node.alternatives) {
    const texts = options.map((option) =>
      conditionSql(option.condition, statement.aliases.name(option.node)),
    );
    statement.where.push(`(${texts.join(" or ")})`);
  }
}

function addLink(statement: Statement, link: Link, alias: string): void {
  // The output reaches these itself, in the kind of join that its figure needs.
  if (link.mode === "measured") return;
  if (link.mode === "shown" || (link.mode === "some" && link.edge.direction === "one")) {
    const joined = join(statement, link, alias, link.mode === "shown" ? "left join" : "join");
    addNode(statement, link.node, joined);
  } else {
    statement.where.push(`${link.mode === "none" ? "not " : ""}${existsSql(link, alias)}`);
  }
}

/** Adds a join with nothing but the relation as its condition. */
function join(statement: Statement, link: Link, alias: string, kind: "join" | "left join"): string {
  const name = statement.aliases.name(link.node);
  const on = edgeSql(link.edge, alias, name);
  statement.joins.push(`${kind} ${statement.aliases.declaration(link.node)} on ${on}`);
  return name;
}

function edgeSql(edge: Edge, from: string, to: string): string {
  return `${to}.${identifier(edge.toColumn)} = ${from}.${identifier(edge.fromColumn)}`;
}

/** Whether there is a related row: a subselect, so that a row with several of them comes once. */
function existsSql(link: Link, outer: string): string {
  const aliases = new Aliases([outer]);
  const inner: Statement = { aliases, select: [], joins: [], where: [], groupBy: [] };
  const name = aliases.name(link.node);
  inner.where.push(edgeSql(link.edge, outer, name));
  addNode(inner, link.node, name);
  return subselect(
    "exists ",
    ["select 1", `from ${aliases.declaration(link.node)}`, ...inner.joins],
    inner.where,
  );
}

function subselect(before: string, lines: readonly string[], where: readonly string[]): string {
  const all = [...lines, `where ${where.join(" and ")}`].map((line) => line.replaceAll("\n", "\n    "));
  return `${before}(\n    ${all.join("\n    ")}\n  )`;
}

/** The figure of one row: `(select count(*) from … where …)`. */
function figureSubselect(measure: Measure, outer: string): string {
  const [first, ...rest] = measure.path.edges;
  if (first === undefined) return measure.column === null ? "1" : columnSql(outer, measure.column);
  const aliases = new Aliases([outer]);
  let alias = aliases.fresh(first.to.name);
  const lines = [`from ${aliases.declared(first.to.name, alias)}`];
  const where = [edgeSql(first, outer, alias)];
  for (const edge of rest) {
    const next = aliases.fresh(edge.to.name);
    lines.push(`join ${aliases.declared(edge.to.name, next)} on ${edgeSql(edge, alias, next)}`);
    alias = next;
  }
  where.push(...measure.conditions.map((condition) => conditionSql(condition, alias)));
  return subselect("", [`select ${aggregateSql(measure, alias)}`, ...lines], where);
}

function aggregateSql(measure: Measure, alias: string): string {
  const { aggregate, column, factor, isDistinct } = measure;
  if (column === null) return "count(*)";
  const name = columnSql(alias, column);
  const value = factor === null ? name : `${name} * ${alias}.${identifier(factor.name)}`;
  return `${aggregate}(${isDistinct ? "distinct " : ""}${value})`;
}

/** @returns whether the rows have to be made distinct. */
function addOutput(statement: Statement, query: Query, root: string): boolean {
  const { output } = query;
  switch (output.kind) {
    case "rows":
      statement.select.push(`${root}.*`, ...shownLabels(statement, query.root));
      addShownFigures(statement, query, root);
      return false;
    case "columns":
      for (const { path, column } of output.columns) {
        const name = columnSql(reach(statement, query.root, path, root), column);
        statement.select.push(column.parts.length > 1 ? `${name} as ${identifier(column.name)}` : name);
      }
      statement.select.push(...shownLabels(statement, query.root));
      addShownFigures(statement, query, root);
      return output.isDistinct && query.order.length === 0;
    case "figure": {
      const at = reach(statement, query.root, output.measure.path, root);
      statement.select.push(aggregateSql(output.measure, at));
      return false;
    }
    case "average per row":
      statement.select.push(`avg(${figureSubselect(output.measure, root)})`);
      return false;
    case "per row":
      addPerRow(statement, query.root, output.measure, root);
      return false;
    case "per group":
      addPerGroup(statement, query, root);
      return false;
  }
}

/** The label of every related row that is joined, under a name that says whose it is. */
function shownLabels(statement: Statement, node: QueryNode): readonly string[] {
  return node.links.flatMap(({ mode, edge, node: linked }) => {
    const isJoined = mode === "shown" || (mode === "some" && edge.direction === "one");
    if (!isJoined) return [];
    const alias = statement.aliases.name(linked);
    const label = linked.table.label;
    const role = edge.direction === "one" ? edge.column.words.join("_") : edge.to.words.join("_");
    const own =
      label === null
        ? []
        : [
            `${columnSql(alias, label)} as ${identifier(label.name.startsWith(role) ? label.name : `${role}_${label.name}`)}`,
          ];
    return [...own, ...shownLabels(statement, linked)];
  });
}

/** A figure that orders the rows is worth seeing. */
function addShownFigures(statement: Statement, query: Query, root: string): void {
  for (const { by } of query.order) {
    if (by === "figure" || !("aggregate" in by)) continue;
    statement.select.push(`${figureSubselect(by, root)} as ${identifier(figureName(by))}`);
  }
}

function addPerRow(statement: Statement, root: QueryNode, measure: Measure, alias: string): void {
  const label = root.table.label;
  const isCount = measure.aggregate === "count";
  const end = reach(statement, root, measure.path, alias, isCount ? "left join" : "join");
  const key = `${alias}.${identifier(root.table.key)}`;
  const shown = label === null ? [key] : [columnSql(alias, label)];
  statement.groupBy.push(...new Set([key, ...shown]));
  statement.select.push(...shown, `${aggregateSql(measure, end)} as ${identifier(figureName(measure))}`);
}

function addPerGroup(statement: Statement, query: Query, root: string): void {
  if (query.output.kind !== "per group") return;
  for (const { path, column, unit } of query.output.keys) {
    const name = columnSql(reach(statement, query.root, path, root), column);
    const key = unit === null ? name : `date_trunc('${unit}', ${name})::date`;
    statement.groupBy.push(key);
    statement.select.push(unit === null ? name : `${key} as ${unit}`);
  }
  const { measure } = query.output;
  const at = reach(statement, query.root, measure.path, root);
  statement.select.push(`${aggregateSql(measure, at)} as ${identifier(figureName(measure))}`);
}

/** What the node at the end of a path is called; joins on the way there that are not made yet. */
function reach(
  statement: Statement,
  root: QueryNode,
  path: Path,
  rootAlias: string,
  kind: "join" | "left join" = "join",
): string {
  let node = root;
  let alias = rootAlias;
  for (const edge of path.edges) {
    const existing = node.links.find((link) => link.edge === edge && link.mode !== "none");
    const link: Link = existing ?? {
      edge,
      node: queryNode(edge.to),
      mode: "measured",
    };
    if (existing === undefined) node.links.push(link);
    if (!statement.aliases.has(link.node)) alias = joinWithConditions(statement, link, alias, kind);
    else alias = statement.aliases.name(link.node);
    node = link.node;
  }
  return alias;
}

/** Joins a node whose conditions have to hold; in a left join they belong to ON, so that rows without any stay. */
function joinWithConditions(
  statement: Statement,
  link: Link,
  from: string,
  kind: "join" | "left join",
): string {
  const name = join(statement, link, from, kind);
  const inner: Statement = { ...statement, where: [], joins: [] };
  addNode(inner, link.node, name);
  if (inner.joins.length > 0 || kind === "join") {
    statement.joins.push(...inner.joins);
    statement.where.push(...inner.where);
  } else if (inner.where.length > 0) {
    const last = statement.joins.length - 1;
    statement.joins[last] = `${statement.joins[last]} and ${inner.where.join(" and ")}`;
  }
  return name;
}

function orderSql(statement: Statement, query: Query, order: Order, root: string): string {
  // Without this, rows that have no value would come first in descending order.
  const direction = order.direction === "desc" ? " desc nulls last" : "";
  return `${orderKey(statement, query, order.by, root)}${direction}`;
}

function orderKey(statement: Statement, query: Query, by: Order["by"], root: string): string {
  if (by === "figure") {
    const { output } = query;
    return "measure" in output ? identifier(figureName(output.measure)) : "1";
  }
  if ("aggregate" in by) return identifier(figureName(by));
  return columnSql(reach(statement, query.root, by.path, root), by.column);
}

/** `comments_count`, `total_amount`, `average_grade`. */
function figureName({ aggregate, path, column, factor }: Measure): string {
  if (aggregate === "count") return `${path.end.name}_count`;
  const prefix = { sum: "total", avg: "average", min: "lowest", max: "highest" }[aggregate];
  const name = factor === null ? (column?.name ?? "") : "amount";
  return name === prefix || name.startsWith(`${prefix}_`) ? name : `${prefix}_${name}`;
}
