import { enumWithId } from "../../catalog/enum-type.ts";
import type { TypedName } from "../../catalog/types.ts";
import { storedSelect } from "../../engine/stored-view.ts";
import { names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile } from "../../sql/sql.ts";
import { storedText } from "../compile-select.ts";
import { columnLabels } from "../shown-types.ts";
import { type Placed, placedTokens, type Range } from "../text/clauses.ts";
import { quoted } from "../text/statement-names.ts";
import { Refused } from "../write/refused.ts";
import { createTable } from "./create-table.ts";
import { createView } from "./create-view.ts";
import type { FunctionTools } from "./function-tools.ts";
import {
  type DefinitionInput,
  type DefinitionStep,
  isTakenRelation,
  relationName,
  unsupported,
} from "./step.ts";
import { storedReads } from "./stored-reads.ts";

/** `CREATE TABLE t (a, b) AS SELECT …` and `SELECT … INTO t …`: a table with the query's columns, filled with its rows. */
export async function createTableAs(
  input: DefinitionInput,
  tools: FunctionTools,
  kind: "CreateTableAsStmt" | "SelectStmt",
): Promise<DefinitionStep> {
  const { catalog, fields } = input;
  if (fields.objtype === "OBJECT_MATVIEW") return keptAsView(input, tools);
  const into = (kind === "SelectStmt" ? fields.intoClause : fields.into) as TreeFields;
  const name = relationName(into.rel as TreeFields);
  const command = "CREATE TABLE AS";
  if (fields.if_not_exists === true && isTakenRelation(catalog, name))
    return { command, changes: [], notice: `relation "${name}" already exists, skipping` };
  const source = kind === "SelectStmt" ? behindInto(input, into) : behindAs(input, into);
  const columns = await queryColumns(input, source, tools);
  const named = columns.map(({ name: own, type }, index) => ({
    name: names(into.colNames)[index] ?? own,
    type: type === "unknown" ? "text" : type,
  }));
  if (names(into.colNames).length > columns.length)
    throw new Refused("syntaxError", "too many column names were specified");
  const table = await emptyTable(input, name, named, tools);
  const list = named.map((column) => quoted(column.name)).join(", ");
  const filled = `insert into ${quoted(name)} (${list}) ${source.text}`;
  return {
    ...table,
    command,
    ...(into.skipData === true || named.length === 0 ? {} : { filled: [filled] }),
  };
}

interface Source {
  /** The query without INTO, or behind AS. */
  readonly text: string;
  readonly tree: TreeNode;
  /** The whole text with everything but the query blanked, so that places in the tree stay right. */
  readonly blanked: string;
  readonly range: Range;
}

function behindAs({ text, indexOf, fields }: DefinitionInput, into: TreeFields): Source {
  const tree = unwrap(fields.query);
  if (tree === null || tree.kind !== "SelectStmt") throw unsupported("CREATE TABLE AS EXECUTE", null);
  const start = indexOf(Number((into.rel as TreeFields).location ?? 0));
  const placed = placedTokens(text, { start, end: text.length });
  const as = placed.find(({ depth, word }) => depth === 0 && word === "AS");
  const range = { start: as?.end ?? start, end: withData(placed) ?? text.length };
  return { tree, range, blanked: text.slice(0, range.end), text: text.slice(range.start, range.end) };
}

/** Where `WITH [NO] DATA` begins, if the statement ends in it. */
function withData(placed: readonly Placed[]): number | null {
  const [last, before, first] = placed.toReversed();
  if (last?.word !== "DATA") return null;
  if (before?.word === "WITH") return before.start;
  return before?.word === "NO" && first?.word === "WITH" ? first.start : null;
}

/** `SELECT a, b INTO [TABLE] t FROM …` */
function behindInto({ text, indexOf, fields }: DefinitionInput, into: TreeFields): Source {
  const { intoClause: _, ...query } = fields;
  const relation = into.rel as TreeFields;
  const at = indexOf(Number(relation.location ?? 0));
  const start = statementStart(text, at);
  const placed = placedTokens(text, { start, end: text.length });
  const word = placed.findLast((token) => token.word === "INTO" && token.start < at);
  const parts = relation.schemaname === undefined ? 1 : 3;
  const behind = placed.filter((token) => token.start >= at)[parts - 1]?.end ?? at;
  const from = word?.start ?? at;
  const blanked = text.slice(0, from) + " ".repeat(behind - from) + text.slice(behind);
  return {
    tree: { kind: "SelectStmt", fields: query },
    range: { start, end: text.length },
    blanked,
    text: blanked.slice(start),
  };
}

/** Behind the last semicolon in front of a place. */
function statementStart(text: string, at: number): number {
  const placed = placedTokens(text, { start: 0, end: at });
  return placed.findLast(({ word }) => word === ";")?.end ?? 0;
}

async function queryColumns(
  { catalog }: DefinitionInput,
  { tree, range, blanked }: Source,
  { columnsOf }: FunctionTools,
): Promise<readonly TypedName[]> {
  const outcome = storedText(catalog, blanked, { tree, ...range });
  if (!outcome.ok) throw Refused.with(outcome.refusal);
  const { tables, parameters, ...stored } = outcome.stored;
  if (parameters.size > 0)
    throw new Refused("undefinedParameter", `there is no parameter $${Math.min(...parameters)}`);
  const reads = storedReads(catalog, tables);
  const columns = await columnsOf(compile(storedSelect(catalog, { ...stored, reads })).text);
  const labels = columnLabels(catalog, blanked, { tree, ...range });
  return columns.map((column, index) => {
    const own = enumWithId(catalog, labels?.[index] ?? "");
    if (own !== null && column.type === "text") return { ...column, type: quoted(own.name) };
    // Without a length it would be one character.
    return column.type === "character" ? { ...column, type: "bpchar" } : column;
  });
}

/** The table as its CREATE TABLE would make it. */
async function emptyTable(
  { catalog }: DefinitionInput,
  name: string,
  columns: readonly TypedName[],
  { parse }: FunctionTools,
): Promise<DefinitionStep> {
  const text = `create table ${quoted(name)} (${columns.map((column) => `${quoted(column.name)} ${column.type}`).join(", ")})`;
  const parsed = await parse(text);
  const [statement] = parsed.ok ? parsed.statements : [];
  if (statement === undefined) throw new RangeError("the columns of a query make no table");
  const bytes = Buffer.from(text);
  const indexOf = (offset: number) => bytes.subarray(0, offset).toString().length;
  try {
    return createTable({
      catalog,
      text,
      indexOf,
      notices: [],
      counter: { last: null },
      fields: statement.tree.fields,
    });
  } catch (error) {
    if (error instanceof Refused) throw Refused.with({ ...error.refusal, location: null });
    throw error;
  }
}

/** `CREATE MATERIALIZED VIEW v AS SELECT … WITH [NO] DATA`: a view shows the same, and never what was. */
async function keptAsView(input: DefinitionInput, tools: FunctionTools): Promise<DefinitionStep> {
  const { catalog, fields } = input;
  const into = fields.into as TreeFields;
  const name = relationName(into.rel as TreeFields);
  if (fields.if_not_exists === true && isTakenRelation(catalog, name))
    return { command: "CREATE VIEW", changes: [], notice: `relation "${name}" already exists, skipping` };
  const text = input.text.replace(/\bwith\s+(?:no\s+)?data\s*$/i, (end) => " ".repeat(end.length));
  const view = { view: into.rel, query: fields.query, aliases: into.colNames };
  const step = await createView({ ...input, text, fields: view }, tools);
  return { ...step, notice: "kept as a view: it shows what there is now, and is never refreshed" };
}
