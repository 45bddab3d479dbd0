import { randomUUID } from "node:crypto";
import type { Catalog, CatalogView, TypedName, ViewColumn } from "../../catalog/types.ts";
import { viewBase } from "../../catalog/view-base.ts";
import { withNamesForCalls } from "../../engine/embedded-calls.ts";
import { storedSelect } from "../../engine/stored-view.ts";
import { allNodes, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile } from "../../sql/sql.ts";
import { storedText } from "../compile-select.ts";
import type { ParseOutcome, RawStatement } from "../parser/sql-parser.ts";
import { columnLabels } from "../shown-types.ts";
import { type Placed, placedTokens } from "../text/clauses.ts";
import { codePoints } from "../text/positions.ts";
import { Refused } from "../write/refused.ts";
import { rowColumns } from "./function-signature.ts";
import { type DefinitionInput, type DefinitionStep, relationName, tableNamed } from "./step.ts";
import { storedReads } from "./stored-reads.ts";
import { type ViewOptions, viewOptions } from "./view-options.ts";
import { withOrigins } from "./view-origins.ts";
import { viewWrites } from "./view-writes.ts";

/** Asks the server for the columns of a compiled query, which may tell where its places stand in the text as typed. */
export type ColumnsOfText = (
  text: string,
  toTyped?: (position: number) => number | null,
) => Promise<readonly TypedName[]>;

export interface ViewTools {
  readonly columnsOf: ColumnsOfText;
  readonly parse: (text: string) => Promise<ParseOutcome>;
}

/** `CREATE [OR REPLACE] VIEW v (a, b) WITH (…) AS SELECT … WITH CHECK OPTION` */
export async function createView(
  input: DefinitionInput,
  { columnsOf, parse }: ViewTools,
): Promise<DefinitionStep> {
  const { catalog, fields } = input;
  const relation = fields.view as TreeFields;
  const location = Number(relation.location ?? 0);
  const name = relationName(relation);
  const { check, notice } = viewOptions(fields);
  const old = catalog.views?.find((view) => view.name === name);
  if (tableNamed(catalog, name) !== undefined || (old !== undefined && fields.replace !== true))
    throw new Refused("duplicateTable", `relation "${name}" already exists`, { location });
  const query = queryOf(input, location);
  const outcome = storedText(catalog, input.text, query);
  if (!outcome.ok) throw Refused.with(outcome.refusal);
  const { stored } = outcome;
  if (stored.parameters.size > 0) throw missingParameter(query.tree, stored.parameters);
  const draft = {
    id: old?.id ?? randomUUID(),
    name,
    ...(old?.description === undefined ? {} : { description: old.description }),
    query: stored.query,
    reads: storedReads(catalog, stored.tables),
    ...(stored.calls === undefined ? {} : { calls: stored.calls }),
  };
  const { text: asked } = compile(storedSelect(catalog, draft));
  const before = codePoints(asked, asked.indexOf(stored.query));
  const given = await columnsOf(asked, (position) => {
    // What stands in for calls has moved what is behind it.
    const own = stored.calls === undefined ? outcome.toStatement(position - before) : null;
    return own === null || own < 1 ? null : codePoints(input.text, query.start) + own;
  });
  const columns = namedColumns(given, names(fields.aliases));
  const view: CatalogView = {
    ...draft,
    writes: await writesOf(parse, draft, check),
    columns: withLabels(
      withOrigins(query.tree, columns, draft.reads, (read) =>
        rowColumns(catalog, read.id).map((column) => column.name),
      ),
      columnLabels(catalog, input.text, query),
    ),
  };
  if (old !== undefined) refuseOtherColumns(old, view);
  if (check !== null) refuseUncheckable(catalog, view);
  const step = { command: "CREATE VIEW", changes: [], stored: [{ kind: "view" as const, view }] };
  return notice === null ? step : { ...step, notice };
}

/** Columns that compute an enum are of its type; what is shown unchanged has the type of what it shows. */
function withLabels(
  columns: readonly ViewColumn[],
  labels: readonly (string | null)[] | null,
): readonly ViewColumn[] {
  return columns.map((column, index) => {
    const id = labels?.[index] ?? null;
    return id === null || column.origin !== undefined ? column : { ...column, labels: id };
  });
}

function missingParameter(tree: TreeNode, parameters: ReadonlySet<number>): Refused {
  const number = Math.min(...parameters);
  const said = allNodes(tree).find(({ kind, fields }) => kind === "ParamRef" && fields.number === number);
  const location = said === undefined ? null : Number(said.fields.location ?? 0);
  return new Refused("undefinedParameter", `there is no parameter $${number}`, { location });
}

async function writesOf(
  parse: ViewTools["parse"],
  { query, reads }: Pick<CatalogView, "query" | "reads">,
  check: ViewOptions["check"],
): Promise<NonNullable<CatalogView["writes"]>> {
  const parsed = await parse(withNamesForCalls(query));
  const [statement] = parsed.ok ? parsed.statements : [];
  if (statement === undefined) throw new RangeError("a stored query that cannot be parsed");
  const writes = viewWrites(query, statement.tree, reads);
  return "reason" in writes || check === null ? writes : { ...writes, check };
}

/** @throws {Refused} 0A000 for a view that nothing is written through. */
export function refuseUncheckable(catalog: Catalog, view: CatalogView): void {
  const base = viewBase(catalog, view);
  const reason =
    "reason" in base
      ? base.reason
      : base.columns.every((column) => column === null)
        ? "Views that have no updatable columns are not automatically updatable."
        : null;
  if (reason === null) return;
  const message = "WITH CHECK OPTION is supported only on automatically updatable views";
  throw new Refused("featureNotSupported", message, { hint: reason });
}

function queryOf({ text, indexOf, fields }: DefinitionInput, location: number): RawStatement {
  const tree = unwrap(fields.query);
  if (tree === null) throw new RangeError("a view without a query");
  const range = { start: indexOf(location), end: text.length };
  const placed = placedTokens(text, range);
  const as = placed.find((token) => token.depth === 0 && token.word === "AS");
  return { tree, start: as?.end ?? range.start, end: checkOption(placed)?.start ?? range.end };
}

/** The WITH of `WITH [LOCAL | CASCADED] CHECK OPTION`, which is no part of the query. */
function checkOption(placed: readonly Placed[]): Placed | undefined {
  const words = placed.slice(-4).map(({ word }) => word);
  if (words.at(-1) !== "OPTION" || words.at(-2) !== "CHECK") return undefined;
  return placed.slice(-4).findLast(({ word, depth }) => word === "WITH" && depth === 0);
}

function namedColumns(given: readonly TypedName[], aliases: readonly string[]): readonly TypedName[] {
  if (aliases.length > given.length)
    throw new Refused("syntaxError", "CREATE VIEW specifies more column names than columns");
  const columns = given.map(({ name, type }, index) => ({ name: aliases[index] ?? name, type }));
  const twice = columns.find(({ name }, index) => columns.findIndex((other) => other.name === name) < index);
  if (twice !== undefined)
    throw new Refused("duplicateColumn", `column "${twice.name}" specified more than once`);
  const strange = columns.find(({ type }) => type === "record" || type === "unknown");
  if (strange !== undefined)
    throw new Refused("invalidTableDefinition", `column "${strange.name}" has pseudo-type ${strange.type}`);
  return columns;
}

/** As in Postgres, a replacement may only add columns: what reads the view goes on. */
function refuseOtherColumns(old: CatalogView, view: CatalogView): void {
  if (view.columns.length < old.columns.length)
    throw new Refused("invalidTableDefinition", "cannot drop columns from view");
  for (const [index, column] of old.columns.entries()) {
    const now = view.columns[index];
    if (now?.name !== column.name) {
      const message = `cannot change name of view column "${column.name}" to "${now?.name}"`;
      const hint = "Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead.";
      throw new Refused("invalidTableDefinition", message, { hint });
    }
    if (now.type !== column.type) {
      const message = `cannot change data type of view column "${column.name}" from ${column.type} to ${now.type}`;
      throw new Refused("invalidTableDefinition", message);
    }
  }
}
