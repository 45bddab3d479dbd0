import type { CatalogTable } from "../../catalog/types.ts";
import { planRead } from "../plan/plan-read.ts";
import type { ReadContext } from "../plan/read-context.ts";
import type { ReadPlan } from "../plan/read-plan.ts";
import type { MediaType } from "../request/media-type.ts";
import type { Preferences } from "../request/preferences.ts";
import type { QueryParams } from "../request/query-params.ts";

/** How to show what was written; null if the client does not want it back. */
export function representationOf(
  context: ReadContext,
  table: CatalogTable,
  params: QueryParams,
  { preferences, media }: { preferences: Preferences; media: MediaType },
): { readonly plan: ReadPlan; readonly media: MediaType } | null {
  if (preferences.return !== "representation") return null;
  return { plan: ofWritten(planRead(context, table, params, { range: everything })), media };
}

/** Every row that was written is shown: its filters were for finding it as it was before. */
function ofWritten(plan: ReadPlan): ReadPlan {
  return { ...plan, where: [] };
}

const everything = () => ({ offset: 0, limit: null });
