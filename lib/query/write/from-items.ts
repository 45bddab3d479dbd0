import { asList, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { quoted } from "../text/statement-names.ts";
import { Refused } from "./refused.ts";

/** A table, sub-select or function in FROM or USING, as RETURNING knows it. */
export interface FromItem {
  readonly name: string;
  /** A function of one column: its whole row is the value itself. */
  readonly isScalar: boolean;
}

/** `(o.*)::record AS "$f0"`: an item's row to be carried along. Its bare name may be a column's as well, which goes first. */
export function carriedRow({ name, isScalar }: FromItem, index: number): string {
  const row = isScalar ? quoted(name) : `(${quoted(name)}.*)::record`;
  return `${row} AS ${quoted(`$f${index}`)}`;
}

/** The names that a FROM list gives to what follows it. */
export function fromItems(list: unknown): readonly FromItem[] {
  return asList(list).flatMap((item) => itemsOf(unwrap(item)));
}

function itemsOf(node: TreeNode | null): readonly FromItem[] {
  if (node === null) return [];
  const alias = (node.fields.alias as { aliasname?: string } | undefined)?.aliasname;
  switch (node.kind) {
    case "RangeVar":
      return [{ name: alias ?? String(node.fields.relname), isScalar: false }];
    case "RangeTableSample":
      return itemsOf(unwrap(node.fields.relation));
    case "JoinExpr":
      if (alias !== undefined) return [{ name: alias, isScalar: false }];
      return [...itemsOf(unwrap(node.fields.larg)), ...itemsOf(unwrap(node.fields.rarg))];
    case "RangeFunction":
      return [{ name: alias ?? functionName(node.fields), isScalar: isScalar(node.fields) }];
    default:
      if (alias !== undefined) return [{ name: alias, isScalar: false }];
      throw new Refused("featureNotSupported", "Give every item in FROM a name when there is a RETURNING.");
  }
}

function functionName(item: TreeFields): string {
  return names(firstCall(item)?.fields.funcname).at(-1) ?? "";
}

function firstCall(item: TreeFields): TreeNode | null {
  const first = unwrap(asList(item.functions)[0]);
  return unwrap(asList(first?.fields.items)[0]);
}

/** Functions of several columns, whose rows are records. */
const composite = new Set(
  `json_each json_each_text jsonb_each jsonb_each_text json_to_record json_to_recordset jsonb_to_record
  jsonb_to_recordset json_populate_record json_populate_recordset jsonb_populate_record jsonb_populate_recordset
  parse_ident`.split(/\s+/),
);

function isScalar(item: TreeFields): boolean {
  const isPlain = item.ordinality !== true && item.coldeflist === undefined && item.is_rowsfrom !== true;
  const colnames = asList((item.alias as { colnames?: unknown } | undefined)?.colnames);
  return isPlain && colnames.length < 2 && !composite.has(functionName(item));
}
