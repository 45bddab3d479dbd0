import type { EnumType } from "../../catalog/enum-type.ts";
import type { Catalog, CatalogFunction } from "../../catalog/types.ts";
import { allNodes, names, type TreeNode } from "../../expression/tree.ts";
import type { Edit } from "../text/composed-text.ts";
import { Refused } from "../write/refused.ts";
import { argumentScope, argumentType, type Called, takesEnums } from "./argument-scope.ts";
import { expressionType } from "./expressions.ts";
import { isLabels } from "./known-type.ts";
import { queryColumns } from "./queries.ts";
import { labelsOf, type Reading, withLabels } from "./reading.ts";
import { type Columns, enumNamed, relationColumns, returnedBy } from "./scope.ts";
import { EditedText } from "./text-places.ts";
import { readWrite } from "./writes.ts";

/**
 * What a statement's text becomes so that values of an enum, which are stored as texts, behave as Postgres's: they sort and
 * compare by the order of their declaration, and are no texts.
 *
 * @param others the text's other edits; they are given back with those for enums, none inside of another.
 * @param labelsAs what stands for a type's labels. Absent: they themselves.
 * @param called the function whose body the statement is.
 * @throws {Refused} 22P02 · 42883 · 42804 · 42846 in Postgres's words.
 */
export function enumEdits(
  catalog: Catalog,
  typed: string,
  statement: TreeNode,
  indexOf: (byteOffset: number) => number,
  others: readonly Edit[],
  { labelsAs, called }: { readonly labelsAs?: (type: EnumType) => string; readonly called?: Called } = {},
): readonly Edit[] {
  const takesLabels = called !== undefined && takesEnums(catalog, called);
  if (!takesLabels && !concernsEnums(catalog, statement)) return others;
  const text = new EditedText(typed, indexOf, others);
  const reading = readingOf(catalog, text, called);
  if (statement.kind === "SelectStmt") reading.query(statement.fields, null, new Map());
  else reading.write(statement, new Map());
  const labels = labelsOf(catalog, labelsAs);
  return text.edits().map((edit) => ({ ...edit, text: withLabels(edit.text, labels) }));
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

function readingOf(catalog: Catalog, text: EditedText, called?: Called): Reading {
  const outermost = called === undefined ? null : argumentScope(catalog, called);
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
    catalog,
    text,
    typeOf: (node, scope) => within(() => expressionType(reading, node, scope)),
    outermost,
    query: (fields, around, queries) =>
      within(() => queryColumns(reading, fields, around ?? outermost, queries)),
    write: (node, queries) => readWrite(reading, node, queries),
    trial: () => readingOf(catalog, new EditedText(text.typed, text.indexOf), called),
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
