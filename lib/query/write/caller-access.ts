import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { Column } from "../../catalog/types.ts";
import { writeAccess } from "../../engine/access/access.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import type { WriteAccess } from "../../engine/write/request.ts";
import { asList, childrenOf, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import type { WriteContext } from "./context.ts";
import type { WriteTarget } from "./write-target.ts";

/**
 * What the caller's rules ask of one write of a statement.
 *
 * @param written the columns that it gives values.
 * @throws {AppError} 42501 unless the caller may do it, and may read the columns that it speaks of.
 */
export function callerAccess(
  { rules }: WriteContext,
  verb: "insert" | "update" | "delete",
  { target, node, written }: { target: WriteTarget; node: TreeNode; written: readonly Column[] },
): { readonly access?: WriteAccess } {
  const access = rules?.access(target.table);
  if (access === undefined) return {};
  access.demand(
    verb,
    written.map(({ name }) => name),
  );
  const conflict = node.fields.onConflictClause as TreeFields | undefined;
  const named = new Set(asList(conflict?.targetList).map((item) => String(unwrap(item)?.fields.name)));
  const set = target.columns.filter(({ name }) => named.has(name)).map(({ column }) => column.name);
  const isUpsert = conflict?.action === "ONCONFLICT_UPDATE";
  if (isUpsert) access.demand("update", set);
  const spoken = spokenOf(target, verb, node);
  // DO NOTHING without a key looks at no row that is there.
  const found = isUpsert ? conflict : conflict?.infer;
  const isSeen =
    spoken.length > 0 ||
    [node.fields.whereClause, node.fields.returningClause, found].some((clause) => clause !== undefined);
  if (isSeen) access.demand("select", spoken);
  const asked = writeAccess(access, isUpsert ? "upsert" : verb, isSeen);
  return asked === undefined ? {} : { access: asked };
}

/** The clauses that see the row that is written; FROM and the query of an INSERT see others. */
const seeing = {
  insert: ["onConflictClause", "returningClause"],
  update: ["targetList", "whereClause", "returningClause"],
  delete: ["whereClause", "returningClause"],
} as const;

/** The table's columns that a statement reads of the row that it writes; all of them for a star and for the row itself. */
function spokenOf(target: WriteTarget, verb: keyof typeof seeing, node: TreeNode): readonly string[] {
  const own = readableColumns(target.table).map(({ name }) => name);
  const shown = target.columns.filter(({ isWritable }) => isWritable);
  const rows = rowNames(target, node);
  const said = new Set<string>();
  for (const { path, isStar, isOwnLevel } of references(node, verb)) {
    const [row, name] = isStar ? [path.at(-1), undefined] : [path.at(-2), path.at(-1)];
    const isOfRow = row === undefined ? isStar && isOwnLevel : rows.has(row);
    const isWhole =
      path.length === 1 && rows.has(name ?? "") && !target.columns.some((one) => one.name === name);
    if (isWhole || (isStar && isOfRow))
      return target.view === null ? own : shown.map(({ column }) => column.name);
    // Another table's column of the same name is asked for as well: by its alias alone it cannot be told from the row's own.
    if (name !== undefined) said.add(name);
  }
  for (const name of keyColumns(target, node)) said.add(name);
  const meant = new Set(shown.filter(({ name }) => said.has(name)).map(({ column }) => column.name));
  return own.filter((name) => said.has(name) || meant.has(name));
}

/** The columns by which ON CONFLICT looks for rows that are there: who may not read them may not ask for them. */
function keyColumns({ table, columns }: WriteTarget, { fields }: TreeNode): readonly string[] {
  const conflict = fields.onConflictClause as TreeFields | undefined;
  const { indexElems, conname } = (conflict?.infer ?? {}) as TreeFields;
  const listed = asList(indexElems).flatMap((element) => String(unwrap(element)?.fields.name ?? ""));
  const named = namedConstraints(table.definition).find(({ name }) => name === conname)?.constraint.columns;
  const shown = columns.filter(({ column }) => named?.includes(column.name) === true);
  return [...listed, ...shown.map(({ name }) => name)];
}

/** What the row is called as a whole: the target, as it was, as it is, and as it was to be. */
function rowNames({ relation }: WriteTarget, node: TreeNode): ReadonlySet<string> {
  const alias = (relation.alias as TreeFields | undefined)?.aliasname;
  const returning = node.fields.returningClause as TreeFields | undefined;
  const options = asList(returning?.options).map((option) => String(unwrap(option)?.fields.value));
  return new Set([String(alias ?? relation.relname), "old", "new", "excluded", ...options]);
}

interface Reference {
  readonly path: readonly string[];
  readonly isStar: boolean;
  /** Not within a query of its own. */
  readonly isOwnLevel: boolean;
}

/** The names that the seeing clauses of a write read by. */
function references(node: TreeNode, verb: keyof typeof seeing): readonly Reference[] {
  const clauses = Object.fromEntries(
    seeing[verb].flatMap((clause) =>
      node.fields[clause] === undefined ? [] : [[clause, node.fields[clause]]],
    ),
  );
  const found: Reference[] = [];
  const pending = [{ node: { kind: node.kind, fields: clauses } as TreeNode, isOwnLevel: true }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { kind, fields } = next.node;
    const isOwnLevel = next.isOwnLevel && kind !== "SelectStmt";
    if (kind === "ColumnRef") {
      const last = unwrap(asList(fields.fields).at(-1));
      found.push({ path: names(fields.fields), isStar: last?.kind === "A_Star", isOwnLevel });
    }
    const below = childrenOf(next.node);
    if (below.ok) pending.push(...below.nodes.map((child) => ({ node: child, isOwnLevel })));
  }
  return found;
}
