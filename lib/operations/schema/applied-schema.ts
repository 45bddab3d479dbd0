import type { JobView } from "./job-view.ts";
import type { ChangeImpact } from "./schema-impact.ts";
import type { TableView } from "./table-view.ts";

/** What came of changes to a database's definitions. */
export interface AppliedSchema {
  readonly tables: readonly TableView[];
  readonly impact: readonly ChangeImpact[];
  readonly version: number;
  /** The changes concern so many rows that they are still being carried out: `tables` are those until then. */
  readonly job?: JobView;
}
