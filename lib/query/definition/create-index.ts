import { indexKind, isTextLike } from "../../catalog/column-facts.ts";
import { constraintName } from "../../catalog/constraint-names.ts";
import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { CatalogTable, Change, Constraint } from "../../catalog/types.ts";
import { storedSelect } from "../../engine/stored-view.ts";
import { changingFunctions } from "../../expression/function-kinds.ts";
import { allNodes, asList, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile } from "../../sql/sql.ts";
import { storedText } from "../compile-select.ts";
import { columnName } from "../enums/column-name.ts";
import { withLabelsAsTexts } from "../own-types.ts";
import { insideOf, listItems, placedTokens, type Range } from "../text/clauses.ts";
import { quoted } from "../text/statement-names.ts";
import { Refused } from "../write/refused.ts";
import { indexNamed } from "./find-objects.ts";
import type { FunctionTools } from "./function-tools.ts";
import { isComparable, type KeyPart, keyExpression } from "./key-expression.ts";
import { type DefinitionInput, type DefinitionStep, existingTable, unsupported } from "./step.ts";
import { storedReads } from "./stored-reads.ts";

/** `CREATE [UNIQUE] INDEX [IF NOT EXISTS] name ON posts (a, lower(b) DESC) WHERE …` */
export async function createIndex(input: DefinitionInput, tools: FunctionTools): Promise<DefinitionStep> {
  const { catalog, fields, notices } = input;
  const command = "CREATE INDEX";
  const table = existingTable(catalog, fields.relation as TreeFields);
  const own = table.definition.name;
  const isSearch = searches(fields);
  if (fields.indexIncludingParams !== undefined)
    notices.push("INCLUDE is left out: rows are read from the table");
  const elements = asList(fields.indexParams).flatMap((item) => unwrap(item) ?? []);
  const known = new Set(table.definition.columns.map((column) => column.name));
  for (const { fields: element } of elements)
    if (element.name !== undefined && !known.has(String(element.name)))
      throw new Refused("undefinedColumn", `column "${String(element.name)}" does not exist`);
  const name = fields.idxname === undefined ? undefined : String(fields.idxname);
  if (name !== undefined && indexNamed(catalog.tables, name) !== undefined) {
    if (fields.if_not_exists === true)
      return { command, changes: [], notice: `relation "${name}" already exists, skipping` };
    throw new Refused("duplicateTable", `relation "${name}" already exists`);
  }
  const isOfColumns = elements.every((element) => element.fields.name !== undefined);
  const isPlain = isOfColumns && fields.whereClause === undefined && fields.nulls_not_distinct !== true;
  const named = elementNames(elements);
  const taken = (other: string) => indexNamed(catalog.tables, other) !== undefined;
  const base = { name: name ?? constraintName(own, "index", named, taken) };
  const add = (constraint: Constraint): readonly Change[] => [
    { kind: "add_constraint", table: own, constraint },
  ];
  if (fields.unique === true) {
    const key = isPlain ? { columns: named } : await ofSomeRows(input, table, elements, tools);
    return { command, changes: add({ ...base, kind: "unique", ...key }) };
  }
  // What only makes queries fast is checked as well, so that a wrong one is told.
  const columns = isPlain ? named : await checkedColumns(input, table, elements, tools);
  const noted = (why: string): DefinitionStep => ({
    command,
    changes: add({ ...base, kind: "index", columns, method: "note", note: typedIndex(input) }),
    notice: `kept as a note: ${why}`,
  });
  const why = notServed(table, fields, elements);
  if (why !== null) return noted(why);
  if (fields.whereClause !== undefined) notices.push("the index holds all rows: WHERE is left out");
  const search = isSearch ? { method: "search" as const } : {};
  return {
    command,
    changes: add({ ...base, ...plainIndex(elements), ...search }),
    ifNoRoom: noted("the table has as many indexes of this kind as a table may have"),
  };
}

/** What an index without a name is called after: an expression by its function, each name but once. */
function elementNames(elements: readonly TreeNode[]): readonly string[] {
  const taken: string[] = [];
  for (const { fields } of elements) {
    const given = fields.name === undefined ? columnName(unwrap(fields.expr)) : String(fields.name);
    const base = given === "?column?" ? "expr" : given;
    let name = base;
    for (let count = 1; taken.includes(name); count++) name = `${base}${count}`;
    taken.push(name);
  }
  return taken;
}

/** `USING gin (tags) WHERE …`: what stands behind the table's name. */
function typedIndex({ text, indexOf, fields }: DefinitionInput): string {
  const relation = fields.relation as TreeFields;
  const range = { start: indexOf(Number(relation.location ?? 0)), end: text.length };
  const from = placedTokens(text, range).find(({ word }) => word === "USING" || word === "(");
  const typed = text.slice(from?.start ?? range.start).trim();
  return typed.length > noteMax ? `${typed.slice(0, noteMax)}…` : typed;
}

const noteMax = 1_000;

/** Why no index here does what this one would; null: one does. */
function notServed(table: CatalogTable, fields: TreeFields, elements: readonly TreeNode[]): string | null {
  const method = String(fields.accessMethod ?? "btree");
  if (elements.some((element) => element.fields.name === undefined))
    return /^g/.test(method)
      ? "full-text search and expressions go without an index; USING gin (a gin_trgm_ops) on the columns themselves serves ilike '%…%'"
      : "an index of an expression is served by a generated column with the expression, and an index of that";
  const columns = elements.map(({ fields: element }) => String(element.name));
  const typed = table.definition.columns.filter((column) => columns.includes(column.name));
  if (searches(fields)) {
    if (table.definition.constraints?.some((other) => other.method === "search"))
      return "a table has one search index; name all columns that are searched in it";
    const strange = typed.find(({ type }) => !isTextLike(type));
    return strange === undefined ? null : `"${strange.name}" is no text`;
  }
  if (!["btree", "hash", "brin"].includes(method))
    return `conditions that ${method} serves (@>, &&, @@) look at the table's rows`;
  const strange = typed.find((column) => indexKind(column) === null && column.type !== "uuid");
  if (strange !== undefined) return `values of "${strange.name}" have no order that an index here keeps`;
  const [only] = columns;
  const isThere = namedConstraints(table.definition).some(
    ({ constraint }) =>
      constraint.kind === "index" && constraint.columns?.length === 1 && constraint.columns[0] === only,
  );
  return columns.length === 1 && isThere ? `"${only}" has an index already` : null;
}

/** The columns of an index that is of expressions or of some rows, once Postgres has looked at these. */
async function checkedColumns(
  input: DefinitionInput,
  table: CatalogTable,
  elements: readonly TreeNode[],
  tools: FunctionTools,
): Promise<readonly string[]> {
  const { columns } = await readElements(input, table, elements, tools);
  return columns;
}

/** `USING gin (title gin_trgm_ops)`: what serves `ilike '%…%'`. */
function searches({ accessMethod, indexParams }: TreeFields): boolean {
  const classes = asList(indexParams).map((item) => names(unwrap(item)?.fields.opclass).at(-1));
  return (
    (accessMethod === "gin" || accessMethod === "gist") &&
    classes.every((name) => name === "gin_trgm_ops" || name === "gist_trgm_ops")
  );
}

function plainIndex(elements: readonly TreeNode[]): Pick<Constraint, "kind" | "columns" | "directions"> {
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
  const { columns, parts, condition } = await readElements(input, table, elements, tools);
  const strange = parts.find(({ type }) => !isComparable(type));
  if (strange !== undefined) throw unsupported(`A unique index of a value of type ${strange.type}`, null);
  const nullsEqual = input.fields.nulls_not_distinct === true;
  return {
    columns,
    expression: keyExpression(parts, {
      nullsEqual,
      ...(condition === undefined ? {} : { where: condition }),
    }),
  };
}

interface ReadElements {
  /** Those that the elements and the condition speak of. */
  readonly columns: readonly string[];
  readonly parts: readonly KeyPart[];
  readonly condition: string | undefined;
}

/** The elements of an index and its condition, as Postgres understands them. */
async function readElements(
  input: DefinitionInput,
  table: CatalogTable,
  elements: readonly TreeNode[],
  tools: FunctionTools,
): Promise<ReadElements> {
  const { catalog, text, fields } = input;
  const { items, where } = indexRanges(input);
  const typed = elements.map(({ fields: element }, index) =>
    element.name === undefined
      ? expressionText(text, items[index] ?? { start: 0, end: 0 })
      : quoted(String(element.name)),
  );
  const trees = [...elements.map(({ fields: element }) => element.expr), fields.whereClause];
  refuseChanging(trees);
  const typedCondition = where === null ? undefined : text.slice(where.start, where.end);
  const types = await typesOf(input, table, { typed, condition: typedCondition }, tools);
  const condition = typedCondition === undefined ? undefined : withLabelsAsTexts(catalog, typedCondition);
  const parts = typed.map(
    (part, index): KeyPart => ({ text: withLabelsAsTexts(catalog, part), type: types[index] ?? "text" }),
  );
  const columns = new Set([
    ...elements.flatMap((element) =>
      element.fields.name === undefined ? [] : [String(element.fields.name)],
    ),
    ...mentioned(table, trees),
  ]);
  return { columns: [...columns], parts, condition };
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
