import type { Column } from "../../catalog/types.ts";
import { asList, type TreeNode, unwrap } from "../../expression/tree.ts";
import { insideOf, listItems, type Placed, type Range } from "../text/clauses.ts";
import { type Fragments, joined, ours } from "../text/composed-text.ts";
import { quoted } from "../text/statement-names.ts";
import { elementMark, typeOf } from "./assigned-value.ts";
import type { WriteContext } from "./context.ts";
import { Refused } from "./refused.ts";
import { elementOf, subscriptedValue } from "./subscripts.ts";

/** An element of a column in the list of an INSERT: `tags[2]`, `meta['a']`. */
export interface ListedElement {
  /** Its `ResTarget`. */
  readonly node: TreeNode;
  /** Where it stands in the statement. */
  readonly range: Range;
}

/** Of each listed column the element that is meant; null: the column as a whole. @param outer the tokens in no bracket. */
export function listedElements(
  typed: string,
  cols: readonly unknown[],
  open: Placed | undefined,
  range: Range,
): readonly (ListedElement | null)[] {
  const nodes = cols.map(unwrap);
  const isElement = (node: TreeNode | null) => asList(node?.fields.indirection).length > 0;
  if (open === undefined || !nodes.some(isElement)) return nodes.map(() => null);
  const items = listItems(typed, insideOf(typed, range, open).inside);
  return nodes.map((node, index) =>
    node !== null && isElement(node) ? { node, range: items[index] ?? range } : null,
  );
}

/** What the value of an element is assigned as. @throws {Refused} 0A000 for DEFAULT, which an element has none. */
export function elementColumn(column: Column, { node }: ListedElement, value: TreeNode | null): Column {
  if (value?.kind === "SetToDefault")
    throw new Refused("featureNotSupported", "cannot set an array element to DEFAULT", {
      location: Number(node.fields.location ?? 0),
    });
  const subscripts = asList(node.fields.indirection).map(unwrap);
  const isSlice = subscripts.some((subscript) => subscript?.fields.is_slice === true);
  const own = elementOf(column, isSlice);
  return { ...own, name: `${column.name}${elementMark}` };
}

/** What a query of values calls the one of an element. */
export function elementName(index: number): string {
  return `$element.${index}`;
}

/** Elements put into their columns: a query around the one that gives the values, and flags, by their names. */
export function withElements(
  context: WriteContext,
  listed: readonly { readonly column: Column; readonly element: ListedElement | null }[],
  query: Fragments,
  flags: readonly string[] = [],
): { readonly query: Fragments; readonly columns: readonly Column[] } {
  const columns = [...new Set(listed.map(({ column }) => column))];
  if (listed.every(({ element }) => element === null)) return { query, columns };
  const values = columns.map((column): Fragments => {
    const own = listed.flatMap((one, index) => (one.column === column ? [{ ...one, index }] : []));
    const [first] = own;
    if (first === undefined || first.element === null) return ours(quoted(column.name));
    const value = own.reduce<Fragments>(
      (whole, { element, index }) =>
        element === null ? whole : assignedElement(context, column, element, index, whole),
      ours(`NULL::${typeOf(column)}`),
    );
    return [...value, ...ours(` AS ${quoted(column.name)}`)];
  });
  return {
    query: [
      ...ours("SELECT "),
      ...joined([...values, ...flags.map((flag) => ours(quoted(flag)))], ", "),
      ...ours(" FROM ("),
      ...query,
      ...ours('\n) AS "$l"'),
    ],
    columns,
  };
}

function assignedElement(
  context: WriteContext,
  column: Column,
  { node, range }: ListedElement,
  index: number,
  whole: Fragments,
): Fragments {
  const subscripts = asList(node.fields.indirection);
  const location = Number(node.fields.location ?? 0);
  const value = { location, given: ours(quoted(elementName(index))), val: null };
  return subscriptedValue({ context, column, subscripts, target: range, ...value }, whole);
}
