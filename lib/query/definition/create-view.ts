import { randomUUID } from "node:crypto";
import type { CatalogView, TypedName } from "../../catalog/types.ts";
import { storedSelect } from "../../engine/stored-view.ts";
import { names, type TreeFields, unwrap } from "../../expression/tree.ts";
import { compile } from "../../sql/sql.ts";
import { placedTokens } from "../clauses.ts";
import { storedText } from "../compile-select.ts";
import type { RawStatement } from "../sql-parser.ts";
import { Refused } from "../write/refused.ts";
import { rowColumns } from "./function-signature.ts";
import { type DefinitionInput, type DefinitionStep, relationName, tableNamed, unsupported } from "./step.ts";
import { storedReads } from "./stored-reads.ts";
import { withOrigins } from "./view-origins.ts";

/** Asks the server for the columns of a compiled query. */
export type ColumnsOfText = (text: string) => Promise<readonly TypedName[]>;

/** `CREATE [OR REPLACE] VIEW v (a, b) AS SELECT …` */
export async function createView(input: DefinitionInput, columnsOf: ColumnsOfText): Promise<DefinitionStep> {
  const { catalog, fields } = input;
  const relation = fields.view as TreeFields;
  const location = Number(relation.location ?? 0);
  const name = relationName(relation);
  if (fields.withCheckOption !== undefined && fields.withCheckOption !== "NO_CHECK_OPTION")
    throw unsupported("WITH CHECK OPTION", location, "Views are only read.");
  const old = catalog.views?.find((view) => view.name === name);
  if (tableNamed(catalog, name) !== undefined || (old !== undefined && fields.replace !== true))
    throw new Refused("duplicateTable", `relation "${name}" already exists`, { location });
  const query = queryOf(input, location);
  const outcome = storedText(catalog, input.text, query);
  if (!outcome.ok) throw Refused.with(outcome.refusal);
  const { stored } = outcome;
  if (stored.parameters.size > 0)
    throw new Refused("undefinedParameter", `there is no parameter $${Math.min(...stored.parameters)}`);
  const draft = {
    id: old?.id ?? randomUUID(),
    name,
    query: stored.query,
    reads: storedReads(catalog, stored.tables),
    ...(stored.calls === undefined ? {} : { calls: stored.calls }),
  };
  const given = await columnsOf(compile(storedSelect(catalog, draft)).text);
  const columns = namedColumns(given, names(fields.aliases));
  const view: CatalogView = {
    ...draft,
    columns: withOrigins(query.tree, columns, draft.reads, (read) =>
      rowColumns(catalog, read.id).map((column) => column.name),
    ),
  };
  if (old !== undefined) refuseOtherColumns(old, view);
  return { command: "CREATE VIEW", changes: [], stored: [{ kind: "view", view }] };
}

function queryOf({ text, indexOf, fields }: DefinitionInput, location: number): RawStatement {
  const tree = unwrap(fields.query);
  if (tree === null) throw new RangeError("a view without a query");
  const range = { start: indexOf(location), end: text.length };
  const as = placedTokens(text, range).find((token) => token.depth === 0 && token.word === "AS");
  return { tree, start: as?.end ?? range.start, end: range.end };
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
      throw new Refused("invalidTableDefinition", message);
    }
    if (now.type !== column.type) {
      const message = `cannot change data type of view column "${column.name}" from ${column.type} to ${now.type}`;
      throw new Refused("invalidTableDefinition", message);
    }
  }
}
