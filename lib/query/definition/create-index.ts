import { constraintName } from "../../catalog/constraint-names.ts";
import type { CatalogTable, Constraint } from "../../catalog/types.ts";
import { storedSelect } from "../../engine/stored-view.ts";
import { changingFunctions } from "../../expression/function-kinds.ts";
import { allNodes, asList, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile } from "../../sql/sql.ts";
import { insideOf, listItems, placedTokens, type Range } from "../clauses.ts";
import { storedText } from "../compile-select.ts";
import { withoutEnumCasts } from "../own-types.ts";
import { quoted } from "../statement-names.ts";
import { Refused } from "../write/refused.ts";
import type { FunctionTools } from "./create-function.ts";
import { indexNamed } from "./find-objects.ts";
import { isComparable, type KeyPart, keyExpression } from "./key-expression.ts";
import {
  type DefinitionInput,
  type DefinitionStep,
  existingTable,
  refuseUnknownColumn,
  unsupported,
} from "./step.ts";
import { storedReads } from "./stored-reads.ts";

/** `CREATE [UNIQUE] INDEX [IF NOT EXISTS] name ON posts (a, lower(b) DESC) WHERE …` */
export async function createIndex(input: DefinitionInput, tools: FunctionTools): Promise<DefinitionStep> {
  const { catalog, fields, notices } = input;
  const command = "CREATE INDEX";
  const table = existingTable(catalog, fields.relation as TreeFields);
  const own = table.definition.name;
  const isSearch = searches(fields);
  if (isSearch) refuseSecondSearch(table);
  else refuseMethod(String(fields.accessMethod ?? "btree"));
  if (fields.indexIncludingParams !== undefined)
    notices.push("INCLUDE is left out: rows are read from the table");
  const elements = asList(fields.indexParams).flatMap((item) => unwrap(item) ?? []);
  for (const { fields: element } of elements)
    if (element.name !== undefined) refuseUnknownColumn(table, String(element.name));
  const name = fields.idxname === undefined ? undefined : String(fields.idxname);
  if (name !== undefined && indexNamed(catalog.tables, name) !== undefined) {
    if (fields.if_not_exists === true)
      return { command, changes: [], notice: `relation "${name}" already exists, skipping` };
    throw new Refused("duplicateTable", `relation "${name}" already exists`);
  }
  const isOfColumns = elements.every((element) => element.fields.name !== undefined);
  const isPlain = isOfColumns && fields.whereClause === undefined && fields.nulls_not_distinct !== true;
  const named = elements.map((element) => String(element.fields.name ?? "expr"));
  const taken = (other: string) => indexNamed(catalog.tables, other) !== undefined;
  const base = { name: name ?? constraintName(own, "index", named, taken) };
  const constraint =
    fields.unique === true
      ? {
          ...base,
          kind: "unique" as const,
          ...(isPlain ? { columns: named } : await ofSomeRows(input, table, elements, tools)),
        }
      : {
          ...base,
          ...plainIndex(input, elements, isOfColumns),
          ...(isSearch ? { method: "search" as const } : {}),
        };
  if (fields.whereClause !== undefined && fields.unique !== true) {
    // It is checked, so that a wrong one is told; a condition only makes an index smaller.
    await ofSomeRows(input, table, elements, tools);
    notices.push("the index holds all rows: WHERE is left out");
  }
  return { command, changes: [{ kind: "add_constraint", table: own, constraint }] };
}

/** `USING gin (title gin_trgm_ops)`: what serves `ilike '%…%'`. */
function searches({ accessMethod, indexParams }: TreeFields): boolean {
  const classes = asList(indexParams).map((item) => names(unwrap(item)?.fields.opclass).at(-1));
  return (
    (accessMethod === "gin" || accessMethod === "gist") &&
    classes.every((name) => name === "gin_trgm_ops" || name === "gist_trgm_ops")
  );
}

function refuseSecondSearch({ definition }: CatalogTable): void {
  if (definition.constraints?.some(({ method }) => method === "search") !== true) return;
  throw unsupported(
    "A second search index of a table",
    null,
    "Name all columns that are searched in one: USING gin (a gin_trgm_ops, b gin_trgm_ops).",
  );
}

function refuseMethod(method: string): void {
  if (method === "btree" || method === "hash") return;
  throw unsupported(
    `An index of method "${method}"`,
    null,
    method === "gin" ? "To search texts, mark the columns as searched on the table's page." : null,
  );
}

function plainIndex(
  _input: DefinitionInput,
  elements: readonly TreeNode[],
  isOfColumns: boolean,
): Pick<Constraint, "kind" | "columns" | "directions"> {
  refuseChanging(elements.map(({ fields }) => fields.expr));
  if (!isOfColumns)
    throw unsupported(
      "An index of an expression that is not unique",
      null,
      "Add a generated column with the expression, and index that.",
    );
  const directions = elements.map(({ fields }) => (fields.ordering === "SORTBY_DESC" ? "desc" : "asc"));
  const columns = elements.map(({ fields }) => String(fields.name));
  return { kind: "index", columns, ...(directions.includes("desc") ? { directions } : {}) };
}

/** A unique index of expressions or of some rows: what its key compares, as one expression. */
async function ofSomeRows(
  input: DefinitionInput,
  table: CatalogTable,
  elements: readonly TreeNode[],
  tools: FunctionTools,
): Promise<Pick<Constraint, "columns" | "expression">> {
  const { catalog, text, fields } = input;
  const { items, where } = indexRanges(input);
  const typed = elements.map(({ fields: element }, index) =>
    element.name === undefined
      ? withoutEnumCasts(catalog, expressionText(text, items[index] ?? { start: 0, end: 0 }))
      : quoted(String(element.name)),
  );
  const trees = [...elements.map(({ fields: element }) => element.expr), fields.whereClause];
  refuseChanging(trees);
  const condition =
    where === null ? undefined : withoutEnumCasts(catalog, text.slice(where.start, where.end));
  const types = await typesOf(input, table, { typed, condition }, tools);
  const parts = typed.map((part, index): KeyPart => ({ text: part, type: types[index] ?? "text" }));
  const strange = parts.find(({ type }) => !isComparable(type));
  if (strange !== undefined) throw unsupported(`A unique index of a value of type ${strange.type}`, null);
  const columns = new Set([
    ...elements.flatMap((element) =>
      element.fields.name === undefined ? [] : [String(element.fields.name)],
    ),
    ...mentioned(table, trees),
  ]);
  const nullsEqual = fields.nulls_not_distinct === true;
  return {
    columns: [...columns],
    expression: keyExpression(parts, {
      nullsEqual,
      ...(condition === undefined ? {} : { where: condition }),
    }),
  };
}

/** The items of the index's list, and what stands behind WHERE. */
function indexRanges({ text, indexOf, fields }: DefinitionInput): {
  items: readonly Range[];
  where: Range | null;
} {
  const relation = fields.relation as TreeFields;
  const range = { start: indexOf(Number(relation.location ?? 0)), end: text.length };
  const placed = placedTokens(text, range);
  const open = placed.find(({ depth, word }) => depth === 0 && word === "(");
  if (open === undefined) throw new RangeError("an index without a list");
  const { inside, after } = insideOf(text, range, open);
  const where = placed.find(({ depth, word, start }) => depth === 0 && word === "WHERE" && start >= after);
  return {
    items: listItems(text, inside),
    where:
      where === undefined || fields.whereClause === undefined ? null : { start: where.end, end: text.length },
  };
}

/** `(a || b) text_ops DESC` and `lower(a) COLLATE "C"`: up to the bracket that closes the first. */
function expressionText(text: string, item: Range): string {
  const open = placedTokens(text, item).find(({ depth, word }) => depth === 0 && word === "(");
  if (open === undefined) return text.slice(item.start, item.end);
  return text.slice(item.start, insideOf(text, item, open).after);
}

/** @throws {Refused} 42P17 for what depends on more than the row. */
function refuseChanging(trees: readonly unknown[]): void {
  for (const node of allNodes(trees.flatMap((tree) => unwrap(tree) ?? []))) {
    const name = node.kind === "FuncCall" ? (names(node.fields.funcname).at(-1) ?? "") : "";
    if (node.kind !== "SQLValueFunction" && !changingFunctions.has(name)) continue;
    throw new Refused("invalidObjectDefinition", "functions in index expression must be marked IMMUTABLE", {
      location: Number(node.fields.location ?? 0),
    });
  }
}

function mentioned({ definition }: CatalogTable, trees: readonly unknown[]): readonly string[] {
  const own = new Set(definition.columns.map(({ name }) => name));
  return allNodes(trees.flatMap((tree) => unwrap(tree) ?? []))
    .filter(({ kind }) => kind === "ColumnRef")
    .map(({ fields }) => names(fields.fields).at(-1) ?? "")
    .filter((name) => own.has(name));
}

/** Has Postgres say the types of the parts, and whether the condition is one. */
async function typesOf(
  { catalog }: DefinitionInput,
  table: CatalogTable,
  { typed, condition }: { readonly typed: readonly string[]; readonly condition: string | undefined },
  { parse, columnsOf }: FunctionTools,
): Promise<readonly string[]> {
  const where = condition === undefined ? "" : ` where ${condition}`;
  const text = `select ${typed.join("\n, ")}\n from ${quoted(table.definition.name)}${where}`;
  const parsed = await parse(text);
  const [statement] = parsed.ok ? parsed.statements : [];
  if (statement === undefined) throw new Refused("syntaxError", parsed.ok ? "no expression" : parsed.message);
  const outcome = storedText(catalog, text, statement);
  if (!outcome.ok) throw Refused.with({ ...outcome.refusal, location: null });
  const { tables, ...stored } = outcome.stored;
  const reads = storedReads(catalog, tables);
  const found = await columnsOf(compile(storedSelect(catalog, { ...stored, reads })).text);
  return found.map(({ type }) => type);
}
