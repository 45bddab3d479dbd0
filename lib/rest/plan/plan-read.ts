import type { CatalogTable } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import type { QueryParams } from "../request/query-params.ts";
import { capped, type RowRange, rowRange } from "../request/range.ts";
import type { SelectItem } from "../request/select.ts";
import type { Place } from "./column-field.ts";
import { planConditions } from "./conditions.ts";
import { findRelationship } from "./find-relationship.ts";
import type { EmbedRequest, NodePlanner } from "./node-planner.ts";
import { planOrder } from "./order.ts";
import { planOutputs } from "./outputs.ts";
import { allParts, ownParams, type PlacedPart, partsBelow } from "./place-params.ts";
import type { ReadContext } from "./read-context.ts";
import type { Output, ReadPlan } from "./read-plan.ts";
import { isToOne, type Relationship } from "./relationship.ts";

/** What a node is before its names are resolved. */
interface NodeRequest extends Place {
  readonly name: string;
  readonly relationship: Relationship | null;
  readonly isInner: boolean;
  readonly isSpread: boolean;
  readonly items: readonly SelectItem[];
  /** Of this node and of those embedded in it. */
  readonly parts: readonly PlacedPart[];
  readonly isDistinct: boolean;
  /** What the node's own limit becomes. */
  readonly range: (own: RowRange) => RowRange;
}

export interface ReadOptions {
  /** What the request's own limit becomes: a `Range` header, no cap on rows that were written. */
  readonly range?: (own: RowRange) => RowRange;
}

/**
 * The plan of a request's own resource and all that it embeds.
 *
 * @throws {AppError} 42703, PGRST108, PGRST200 and others for names that cannot be resolved.
 */
export function planRead(
  context: ReadContext,
  table: CatalogTable,
  params: QueryParams,
  options: ReadOptions = {},
): ReadPlan {
  return new ReadPlanner(context).plan({
    table,
    depth: 0,
    name: table.definition.name,
    relationship: null,
    isInner: false,
    isSpread: false,
    items: params.select,
    parts: allParts(params),
    isDistinct: params.isDistinct,
    range: options.range ?? ((own) => capped(own, context.rowsMax)),
  });
}

/** Makes plans of nodes, giving each an alias of its own. */
class ReadPlanner implements NodePlanner {
  readonly context: ReadContext;
  #nodes = 0;

  constructor(context: ReadContext) {
    this.context = context;
  }

  plan(request: NodeRequest): ReadPlan {
    const { table, depth, name, relationship, isInner, isSpread, items } = request;
    this.context.assertReadable(table);
    const alias = this.#nextAlias();
    const embeds = items.flatMap((item) => (item.kind === "embed" ? [item] : []));
    this.#assertFew(embeds.length);
    assertOnce(request, embeds);
    const below = partsBelow(request.parts, embeds);
    const nodes = new Map(
      embeds.map((embed) => [embed, this.embedded(request, embed, below.get(embed) ?? [])]),
    );
    const children = [...nodes.values()];
    const outputs = planOutputs(this.context, request, items, (embed) => nodes.get(embed));
    const isGrouped = request.isDistinct || outputs.some(isAggregate);
    if (isGrouped && isSpread && relationship !== null && !isToOne(relationship)) throw noSpreadAggregates();
    const own = ownParams(request.parts);
    const shape = { table, depth, children, outputs, isGrouped };
    return {
      table,
      children,
      outputs,
      isGrouped,
      alias,
      name,
      relationship,
      isInner,
      isSpread,
      where: planConditions(this, shape, own.conditions),
      order: planOrder(this, shape, own.order),
      range: request.range(rowRange(own.limit, own.offset)),
    };
  }

  embedded(parent: Place, embed: EmbedRequest, parts: readonly PlacedPart[]): ReadPlan {
    const relationship = findRelationship(this.context.catalog, parent.table, embed.name, embed.hint);
    return this.related(parent, relationship, embed, parts);
  }

  related(
    parent: Place,
    relationship: Relationship,
    embed: EmbedRequest,
    parts: readonly PlacedPart[],
  ): ReadPlan {
    return this.plan({
      table: relationship.target,
      depth: parent.depth + 1,
      name: embed.alias ?? embed.name,
      relationship,
      isInner: embed.join === "inner",
      isSpread: embed.isSpread,
      items: embed.items,
      parts,
      isDistinct: false,
      range: (own) => capped(own, this.context.rowsMax),
    });
  }

  #nextAlias(): string {
    this.#assertFew(1);
    this.#nodes += 1;
    return `d${this.#nodes}`;
  }

  /** A guard for Postgres's planner, and for what is done with each: no screen shows that many tables at once. */
  #assertFew(more: number): void {
    if (this.#nodes + more > nodesMax)
      throw new AppError("54001", `A request reads at most ${nodesMax} resources.`, { status: 400 });
  }
}

const nodesMax = 50;

/** Two embeddings of one name would be one key of the answer: as in PostgREST, the second needs an alias. */
function assertOnce({ table, depth }: Place, embeds: readonly EmbedRequest[]): void {
  const names = embeds.map(({ alias, name }) => alias ?? name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  const label = `${table.definition.name}_${twice}_${depth + 1}`;
  throw new AppError("42712", `table name "${label}" specified more than once`, { status: 400 });
}

/** An aggregate of the node itself, or of one whose columns it takes over. */
function isAggregate(output: Output): boolean {
  switch (output.kind) {
    case "value":
      return output.aggregate !== null;
    case "embed":
      return false;
    case "spread": {
      const { relationship, outputs } = output.node;
      return relationship !== null && isToOne(relationship) && outputs.some(isAggregate);
    }
  }
}

function noSpreadAggregates(): AppError {
  return new AppError("PGRST127", "Feature not implemented", {
    details: "Aggregates are not implemented for one-to-many or many-to-many spreads.",
  });
}
