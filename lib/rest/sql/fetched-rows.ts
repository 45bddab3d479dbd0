import type { SlotName } from "../../catalog/types.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { isDerived } from "../plan/derived-table.ts";
import type { ReadContext } from "../plan/read-context.ts";
import type { ReadPlan } from "../plan/read-plan.ts";
import { isToOne } from "../plan/relationship.ts";
import { barrierFor } from "./barrier.ts";
import { referenceSlot } from "./joins.ts";
import type { RowSource } from "./rows.ts";
import { storedSide } from "./stored-side.ts";

/** Rows that embedded nodes of a page are looked up in, by the nodes' aliases. */
export interface FetchedRows {
  /** Queries that stand behind `page`. */
  readonly with: readonly Sql[];
  readonly sources: ReadonlyMap<string, RowSource>;
}

/** On a longer page each row would look through too many. */
const limitMax = 100;

/**
 * The rows that a page's rows point at, fetched by one search for each node: looked up one by one, the policy's filter
 * would be asked again for each.
 *
 * @param slots the reference slots that the page has.
 */
export function fetchedRows(
  context: ReadContext,
  { outputs, range, table }: ReadPlan,
  slots: readonly string[],
): FetchedRows {
  const isShort = range.limit !== null && range.limit <= limitMax;
  const nodes = outputs.flatMap((output) => (output.kind === "value" || !isShort ? [] : [output.node]));
  const all = nodes.flatMap((node) => {
    const slot = slotOf(node);
    if (slot === null || node.relationship?.table.id !== table.id || !slots.includes(slot)) return [];
    const stored = context.stored(node.table, barrierFor(node), "d");
    if (stored === null) return [];
    const name = ident(`${node.alias}_fetched`);
    const source = stored.source === null ? keyword("rowhouse.project_data") : sql`(${stored.source})`;
    const parts = join(stored.parts.map((part) => sql`d.${ident(part)}`));
    const fetched = sql`${name} as materialized (select ${parts} from ${source} as d where ${stored.condition} and d.id = any (array(select page.${ident(slot)} from page)))`;
    return [
      {
        alias: node.alias,
        fetched,
        source: { relation: name, side: storedSide(node.table, node.alias) },
      },
    ];
  });
  return {
    with: all.map(({ fetched }) => fetched),
    sources: new Map(all.map(({ alias, source }) => [alias, source])),
  };
}

/** The slot by which a row points at the one row of a node; null where something else leads there. */
function slotOf({ relationship, table }: ReadPlan): SlotName | null {
  if (relationship === null || isDerived(table) || isDerived(relationship.table)) return null;
  const { call, isReferenced, join: key, junction } = relationship;
  if (call !== undefined || junction !== null || isReferenced || !isToOne(relationship)) return null;
  return referenceSlot(relationship.table, key);
}
