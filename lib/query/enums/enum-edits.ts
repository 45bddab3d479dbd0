import type { EnumType } from "../../catalog/enum-type.ts";
import type { Catalog, CatalogFunction } from "../../catalog/types.ts";
import { labelList } from "../../engine/enum-order.ts";
import { allNodes, names, type TreeNode } from "../../expression/tree.ts";
import { compile } from "../../sql/sql.ts";
import type { Edit } from "../text/composed-text.ts";
import { Refused } from "../write/refused.ts";
import { argumentScope, argumentType, type Called, takesEnums } from "./argument-scope.ts";
import { expressionType } from "./expressions.ts";
import { isLabels, type LabelType } from "./known-type.ts";
import { queryColumns } from "./queries.ts";
import { labelsOf, type Reading, withLabels } from "./reading.ts";
import {
  type Columns,
  enumNamed,
  relationColumns,
  returnedBy,
  type Scope,
  type Source,
  scopeWithin,
} from "./scope.ts";
import { EditedText } from "./text-places.ts";
import { readWrite } from "./writes.ts";

interface EnumOptions {
  /** What stands for a type's labels. Absent: they themselves. */
  readonly labelsAs?: (type: EnumType) => string;
  /** The function whose body the statement is. */
  readonly called?: Called;
  /** The row that a condition is about: what the statement sees around itself. */
  readonly row?: Source;
}

/**
 * What a statement's text becomes so that values of an enum, which are stored as texts, behave as Postgres's: they sort and
 * compare by the order of their declaration, and are no texts.
 *
 * @param others the text's other edits; they are given back with those for enums, none inside of another.
 * @throws {Refused} 22P02 · 42883 · 42804 · 42846 in Postgres's words.
 */
export function enumEdits(
  catalog: Catalog,
  typed: string,
  statement: TreeNode,
  indexOf: (byteOffset: number) => number,
  others: readonly Edit[],
  { labelsAs, called, row }: EnumOptions = {},
): readonly Edit[] {
  const isWithin =
    (called !== undefined && takesEnums(catalog, called)) || (row !== undefined && hasLabels(row));
  if (!isWithin && !concernsEnums(catalog, statement)) return others;
  const text = new EditedText(typed, indexOf, others);
  const outermost = called === undefined ? null : argumentScope(catalog, called);
  const around =
    row === undefined ? { outermost } : { outermost: scopeOf(row), castsAreTexts: true as const };
  const reading = readingOf(catalog, text, { ...around, called });
  if (statement.kind === "SelectStmt") reading.query(statement.fields, null, new Map());
  else reading.write(statement, new Map());
  const labels = labelsOf(catalog, labelsAs);
  return text.edits().map((edit) => ({ ...edit, text: withLabels(edit.text, labels) }));
}

/** An expression of a definition that stands in a text, over a row of its table. */
export interface RowExpression {
  readonly typed: string;
  readonly expression: TreeNode;
  readonly indexOf: (byteOffset: number) => number;
  readonly others: readonly Edit[];
}

/** The same of an expression of a definition, whose labels are those of its row's columns. @throws {Refused} as `enumEdits`. */
export function rowExpressionEdits(
  catalog: Catalog,
  { typed, expression, indexOf, others }: RowExpression,
  row: Source,
): readonly Edit[] {
  if (!hasLabels(row)) return others;
  const text = new EditedText(typed, indexOf, others);
  const scope = scopeOf(row);
  readingOf(catalog, text, { outermost: scope, castsAreTexts: true }).typeOf(expression, scope);
  const types = new Map(
    row.columns?.flatMap(({ type }) => (isLabels(type) ? [[type.of.id, type.of] as const] : [])),
  );
  const labels = (id: string) => {
    const type = types.get(id);
    return type === undefined ? null : compile(labelList(type.labels)).text;
  };
  return text.edits().map((edit) => ({ ...edit, text: withLabels(edit.text, labels) }));
}

/** Where a condition on a table's rows says a label of an enum: the indices of the literals. */
export function labelPlaces(
  catalog: Catalog,
  {
    typed,
    statement,
    indexOf,
  }: {
    readonly typed: string;
    readonly statement: TreeNode;
    readonly indexOf: (byteOffset: number) => number;
  },
  row: Source,
  { id, label }: { readonly id: string; readonly label: string },
): readonly number[] {
  const places: number[] = [];
  const onLabel = (node: TreeNode, type: LabelType, given: string) => {
    if (type.of.id === id && given === label) places.push(indexOf(Number(node.fields.location ?? 0)));
  };
  const text = new EditedText(typed, indexOf);
  const reading = readingOf(catalog, text, { outermost: scopeOf(row), castsAreTexts: true, onLabel });
  reading.query(statement.fields, null, new Map());
  return places;
}

function hasLabels({ columns }: Source): boolean {
  return columns?.some(({ type }) => isLabels(type)) === true;
}

function scopeOf(row: Source): Scope {
  const scope = scopeWithin(null, new Map());
  scope.sources.push(row);
  return scope;
}

/** What is known of the types of the columns that a statement gives; null: nothing. */
export function statementColumns(
  catalog: Catalog,
  typed: string,
  statement: TreeNode,
  indexOf: (byteOffset: number) => number,
): Columns {
  const reading = readingOf(catalog, new EditedText(typed, indexOf));
  return statement.kind === "SelectStmt"
    ? reading.query(statement.fields, null, new Map())
    : reading.write(statement, new Map());
}

/** Deeper than anybody writes; a guard of our own stack. */
const depthMax = 400;

type Around = Pick<Reading, "outermost" | "castsAreTexts" | "onLabel"> & {
  readonly called?: Called | undefined;
};

function readingOf(
  catalog: Catalog,
  text: EditedText,
  { called, ...around }: Around = { outermost: null },
): Reading {
  const { outermost } = around;
  let depth = 0;
  const within = <T>(read: () => T): T => {
    if (++depth > depthMax)
      throw new Refused("statementTooComplex", "The statement is nested too deeply for one about an enum.");
    try {
      return read();
    } finally {
      depth--;
    }
  };
  const reading: Reading = {
    ...around,
    catalog,
    text,
    typeOf: (node, scope) => within(() => expressionType(reading, node, scope)),
    query: (fields, outside, queries) =>
      within(() => queryColumns(reading, fields, outside ?? outermost, queries)),
    write: (node, queries) => readWrite(reading, node, queries),
    trial: () => readingOf(catalog, new EditedText(text.typed, text.indexOf), { ...around, called }),
    ...(called && { parameter: (number: number) => argumentType(catalog, called, number) }),
  };
  return reading;
}

/** Whether a statement names a type, a table or a view that has to do with an enum. */
function concernsEnums(catalog: Catalog, statement: TreeNode): boolean {
  return allNodes(statement).some(({ kind, fields }) => {
    if (kind === "FuncCall") return knowsLabels(catalog, names(fields.funcname).at(-1) ?? "");
    if (kind === "TypeName")
      return (
        enumNamed(catalog, names(fields.names)) !== null ||
        holdsLabels(catalog, names(fields.names).at(-1) ?? "")
      );
    const relation = kind === "RangeVar" ? fields : (fields.relation as { relname?: unknown } | undefined);
    if (relation?.relname === undefined) return false;
    return holdsLabels(catalog, String(relation.relname));
  });
}

/** Whether rows of a table or a view have a column of an enum. */
function holdsLabels(catalog: Catalog, relation: string): boolean {
  return relationColumns(catalog, relation)?.some(({ type }) => isLabels(type)) === true;
}

/** Whether a function takes values of an enum, or gives rows that hold them. */
function knowsLabels(catalog: Catalog, name: string): boolean {
  const { functions = [] } = catalog;
  const returned = returnedBy(catalog, name);
  if (isLabels(returned?.value ?? null) || returned?.columns?.some(({ type }) => isLabels(type)) === true)
    return true;
  const isOwn = (called: CatalogFunction) =>
    called.name === name && called.arguments.some(({ labels }) => labels !== undefined);
  return /^enum_(?:range|first|last)$/.test(name) || functions.some(isOwn);
}
