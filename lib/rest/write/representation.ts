import type { CatalogTable, SlotName } from "../../catalog/types.ts";
import { isDerived } from "../plan/derived-table.ts";
import { planRead } from "../plan/plan-read.ts";
import type { ReadContext } from "../plan/read-context.ts";
import type { ReadPlan } from "../plan/read-plan.ts";
import type { MediaType } from "../request/media-type.ts";
import type { Preferences } from "../request/preferences.ts";
import type { QueryParams } from "../request/query-params.ts";

/** How written rows are shown. */
export interface Representation {
  readonly plan: ReadPlan;
  readonly media: MediaType;
  /** The slots by which they lead to what they embed; null: the references' columns do. */
  readonly slots: readonly SlotName[] | null;
}

/** How to show what was written; null if the client does not want it back. */
export function representationOf(
  context: ReadContext,
  table: CatalogTable,
  params: QueryParams,
  { preferences, media }: { preferences: Preferences; media: MediaType },
): Representation | null {
  if (preferences.return !== "representation") return null;
  const plan = ofWritten(planRead(context, table, params, { range: everything }));
  const isHidden = !isDerived(table) && leadsThroughHidden(context, plan);
  return { plan, media, slots: isHidden ? context.slots(table) : null };
}

/** What the writer is to give of written rows beside their columns. */
export function writtenSlots(representation: Representation | null): {
  readonly slots?: readonly SlotName[];
} {
  const slots = representation?.slots ?? null;
  return slots === null ? {} : { slots };
}

/** Whether rows lead to what they embed by a column, on either side, that the caller may not read. */
function leadsThroughHidden(context: ReadContext, { children, order }: ReadPlan): boolean {
  const nodes = [...children, ...order.flatMap(({ target }) => ("node" in target ? [target.node] : []))];
  const isShown = (table: CatalogTable, name: string) =>
    context.columns(table).some((column) => column.name === name);
  return nodes.some(({ relationship }) => {
    if (relationship === null || relationship.call !== undefined) return false;
    const { table, target, junction, join } = relationship;
    const beyond = junction?.table ?? target;
    return join.pairs.some(({ own, other }) => !isShown(table, own) || !isShown(beyond, other));
  });
}

/** Every row that was written is shown: its filters were for finding it as it was before. */
function ofWritten(plan: ReadPlan): ReadPlan {
  return { ...plan, where: [] };
}

const everything = () => ({ offset: 0, limit: null });
