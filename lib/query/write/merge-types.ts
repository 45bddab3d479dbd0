import type { CatalogTable } from "../../catalog/types.ts";
import type { TreeNode } from "../../expression/tree.ts";
import type { WriteContext } from "./context.ts";
import type { FromItem } from "./from-items.ts";
import type { MergeClauses } from "./merge-clauses.ts";
import type { WriteTarget } from "./write-target.ts";

/** A MERGE that is being compiled. */
export interface Merge {
  readonly context: WriteContext;
  readonly node: TreeNode;
  readonly table: CatalogTable;
  readonly target: WriteTarget;
  readonly items: readonly FromItem[];
  readonly clauses: MergeClauses;
}

/** One of the writes of a MERGE, and how its rows are found in what it was done for. */
export interface MergedWrite {
  readonly action: "UPDATE" | "DELETE" | "INSERT";
  readonly written: string;
  /** The query with the number of the source's row (`$n`) and the values before (`$old.…`; an insert has none). */
  readonly source: string;
  /** The column of `source` that equals `writtenKey` of `written`. */
  readonly sourceKey: string;
  readonly writtenKey: "$id" | "$ordinal";
}
