import type { SelectItem } from "../request/select.ts";
import type { Place } from "./column-field.ts";
import type { PlacedPart } from "./place-params.ts";
import type { ReadContext } from "./read-context.ts";
import type { ReadPlan } from "./read-plan.ts";
import type { Relationship } from "./relationship.ts";

export type EmbedRequest = Omit<Extract<SelectItem, { kind: "embed" }>, "kind">;

/** Plans the nodes that conditions and keys of the order need beside those that `select` names. */
export interface NodePlanner {
  readonly context: ReadContext;
  /** A resource that is embedded in rows of another. */
  embedded(parent: Place, embed: EmbedRequest, parts: readonly PlacedPart[]): ReadPlan;
  /** The same by a relationship that is known. */
  related(
    parent: Place,
    relationship: Relationship,
    embed: EmbedRequest,
    parts: readonly PlacedPart[],
  ): ReadPlan;
}
