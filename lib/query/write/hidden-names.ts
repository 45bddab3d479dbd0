import { perhapsMeant } from "../../catalog/checks/nearest-name.ts";
import type { Catalog } from "../../catalog/types.ts";
import {
  allNodes,
  asList,
  locationOf,
  names,
  type TreeFields,
  type TreeNode,
  unwrap,
} from "../../expression/tree.ts";
import type { WriteContext } from "./context.ts";
import { Refused } from "./refused.ts";
import { storedColumns } from "./target-rows.ts";
import type { WriteTarget } from "./write-target.ts";

const systemColumns = "tableoid ctid xmin xmax cmin cmax".split(" ");
const hidden: ReadonlySet<string> = new Set([...storedColumns, ...systemColumns]);

/**
 * The texts of ON CONFLICT stand where the stored row is in sight as well: what they say must be a column of the table, of
 * `excluded`, or of something that they bring themselves.
 *
 * @throws {Refused} as Postgres says it of a name that is not there.
 */
export function refuseHiddenNames(
  { catalog }: WriteContext,
  target: WriteTarget,
  clause: TreeFields,
  alias: string,
): void {
  const nodes = allNodes(
    [...asList(clause.targetList), ...(clause.whereClause === undefined ? [] : [clause.whereClause])].flatMap(
      (item) => unwrap(item) ?? [],
    ),
  );
  const seen = new Set([alias, "excluded", ...nodes.flatMap(givenName)]);
  const columns = knownColumns(catalog);
  for (const node of nodes) {
    if (node.kind !== "ColumnRef") continue;
    const [first = "", second] = names(node.fields.fields);
    const location = locationOf(node);
    const isRow = asList(node.fields.fields).length > 1;
    if (isRow && !seen.has(first) && first !== "public") {
      throw new Refused("undefinedTable", `missing FROM-clause entry for table "${first}"`, { location });
    }
    const isStored = hidden.has(first) && !columns.has(first);
    if (!isRow && second === undefined && (isStored || isBehindView(target, first, nodes))) {
      const own = target.columns.map(({ name }) => name);
      const hint = perhapsMeant(first, own).trim() || null;
      throw new Refused("undefinedColumn", `column "${first}" does not exist`, { location, hint });
    }
  }
}

/** A column of the table that the view does not show, in a text that has no sub-select where the name could be found. */
function isBehindView(
  { table, view, columns }: WriteTarget,
  name: string,
  nodes: readonly TreeNode[],
): boolean {
  if (view === null || columns.some((column) => column.name === name)) return false;
  const isOfTable = table.definition.columns.some((column) => column.name === name);
  return isOfTable && !nodes.some(({ kind }) => kind === "SelectStmt");
}

/** The name that a FROM item or a WITH query of the text gives. */
function givenName({ kind, fields }: TreeNode): readonly string[] {
  const alias = (fields.alias as { aliasname?: string } | undefined)?.aliasname;
  if (alias !== undefined) return [alias];
  if (kind === "RangeVar") return [String(fields.relname)];
  if (kind === "RangeFunction")
    return names(
      unwrap(asList(unwrap(asList(fields.functions)[0])?.fields.items)[0])?.fields?.funcname,
    ).slice(-1);
  return [];
}

function knownColumns({ tables }: Catalog): ReadonlySet<string> {
  return new Set(tables.flatMap(({ definition }) => definition.columns.map(({ name }) => name)));
}
