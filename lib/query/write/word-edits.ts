import type { Catalog, CatalogFunction } from "../../catalog/types.ts";
import type { TreeNode } from "../../expression/tree.ts";
import { callerEdits } from "../calls/caller-edits.ts";
import { groupedKeyEdits } from "../grouping/grouped-keys.ts";
import { ownTypeEdits } from "../own-types.ts";
import { sequenceEdits } from "../sequences.ts";
import { locksRows } from "../statement-kind.ts";
import type { TableReferences } from "../table-references.ts";
import type { Edit } from "../text/composed-text.ts";
import { argumentEdits } from "./argument-edits.ts";
import { insertedFlagEdits } from "./inserted-flag.ts";
import { mergeActionEdits } from "./merge-action.ts";
import { readEdits } from "./read-edits.ts";

interface TypedStatement {
  readonly catalog: Catalog;
  readonly typed: string;
  readonly tree: TreeNode;
  readonly indexOf: (byteOffset: number) => number;
}

/**
 * The words of a statement that others stand for, whatever the types of its values are.
 *
 * @param called the function whose body the statement is.
 */
export function wordEdits(
  { catalog, typed, tree, indexOf }: TypedStatement,
  references: TableReferences,
  called: Pick<CatalogFunction, "name" | "arguments"> | undefined,
): readonly Edit[] {
  return [
    ...readEdits(catalog, typed, references, indexOf, locksRows(tree)),
    ...groupedKeyEdits(catalog, typed, references.grouped, indexOf),
    ...callerEdits(typed, tree, indexOf),
    ...ownTypeEdits(catalog, typed, tree, indexOf),
    ...sequenceEdits(catalog, typed, tree, indexOf),
    ...mergeActionEdits(typed, tree, indexOf),
    ...insertedFlagEdits(catalog, typed, tree, indexOf),
    ...(called === undefined ? [] : argumentEdits(catalog, called, typed, tree, indexOf)),
  ];
}
