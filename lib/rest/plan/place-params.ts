import { AppError } from "../../errors/app-error.ts";
import type { Connective, Filter } from "../request/filter.ts";
import type { OrderTerm } from "../request/order.ts";
import type { EmbedPath, QueryParams } from "../request/query-params.ts";
import type { SelectItem } from "../request/select.ts";

type Embed = Extract<SelectItem, { kind: "embed" }>;

/** One parameter of the query string and the node that it is for, seen from another node. */
export interface PlacedPart {
  readonly path: EmbedPath;
  readonly part:
    | { readonly kind: "filter"; readonly value: Filter }
    | { readonly kind: "logic"; readonly value: Connective }
    | { readonly kind: "order"; readonly value: readonly OrderTerm[] }
    | { readonly kind: "limit" | "offset"; readonly value: number };
}

/** What the query string says of one node. */
export interface NodeParams {
  readonly conditions: readonly (Filter | Connective)[];
  readonly order: readonly OrderTerm[];
  readonly limit: number | undefined;
  readonly offset: number | undefined;
}

/** The conditions, orders and ranges of a query string in one list, of one kind behind the other. */
export function allParts(params: QueryParams): readonly PlacedPart[] {
  return [
    ...params.filters.map(({ path, value }): PlacedPart => ({ path, part: { kind: "filter", value } })),
    ...params.logic.map(({ path, value }): PlacedPart => ({ path, part: { kind: "logic", value } })),
    ...params.orders.map(({ path, value }): PlacedPart => ({ path, part: { kind: "order", value } })),
    ...params.limits.map(({ path, value }): PlacedPart => ({ path, part: { kind: "limit", value } })),
    ...params.offsets.map(({ path, value }): PlacedPart => ({ path, part: { kind: "offset", value } })),
  ];
}

/** The parts of this very node; as in PostgREST the first of several orders counts, and the last of several limits. */
export function ownParams(parts: readonly PlacedPart[]): NodeParams {
  const own = parts.filter(({ path }) => path.length === 0).map(({ part }) => part);
  return {
    conditions: own.flatMap((part) => (part.kind === "filter" || part.kind === "logic" ? [part.value] : [])),
    order: own.flatMap((part) => (part.kind === "order" ? [part.value] : []))[0] ?? [],
    limit: own.flatMap((part) => (part.kind === "limit" ? [part.value] : [])).at(-1),
    offset: own.flatMap((part) => (part.kind === "offset" ? [part.value] : [])).at(-1),
  };
}

/**
 * The parts that go on to embedded nodes, by the alias or else the name under which these are embedded.
 *
 * @throws {AppError} PGRST108 for a path that names nothing in `select`.
 */
export function partsBelow(
  parts: readonly PlacedPart[],
  embeds: readonly Embed[],
): ReadonlyMap<Embed, readonly PlacedPart[]> {
  const found = new Map<Embed, PlacedPart[]>();
  for (const { path, part } of parts) {
    const [name, ...rest] = path;
    if (name === undefined) continue;
    const embed = embedNamed(embeds, name);
    if (embed === undefined) throw notEmbedded(name);
    const list = found.get(embed) ?? [];
    found.set(embed, list);
    list.push({ path: rest, part });
  }
  return found;
}

function embedNamed(embeds: readonly Embed[], name: string): Embed | undefined {
  return (
    embeds.find(({ alias, name: own }) => (alias ?? own) === name) ??
    embeds.find(({ name: own }) => own === name)
  );
}

/** PGRST108: a parameter speaks of what `select` does not embed. */
export function notEmbedded(name: string): AppError {
  return new AppError("PGRST108", `'${name}' is not an embedded resource in this request`, {
    hint: `Verify that '${name}' is included in the 'select' query parameter.`,
  });
}
