import type { CatalogTable } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import type { Field } from "../request/field.ts";
import type { SelectField, SelectItem } from "../request/select.ts";
import { castTarget } from "./cast-target.ts";
import { columnField, findColumn, ownField, type Place } from "./column-field.ts";
import type { ReadContext } from "./read-context.ts";
import type { Output, ReadPlan } from "./read-plan.ts";

/** The items of `select=` with their names resolved; an embedding that shows nothing is left out. */
export function planOutputs(
  context: ReadContext,
  place: Place,
  items: readonly SelectItem[],
  nodeOf: (embed: Extract<SelectItem, { kind: "embed" }>) => ReadPlan | undefined,
): readonly Output[] {
  return items.flatMap((item) => itemOutputs(context, place, item, nodeOf));
}

function itemOutputs(
  context: ReadContext,
  place: Place,
  item: SelectItem,
  nodeOf: (embed: Extract<SelectItem, { kind: "embed" }>) => ReadPlan | undefined,
): readonly Output[] {
  switch (item.kind) {
    case "star":
      return context
        .columns(place.table)
        .map((column) => plainOutput(column.name, ownField(context, place.table, column)));
    case "field":
      return [fieldOutput(context, place, item)];
    case "embed": {
      const node = nodeOf(item);
      if (node === undefined || node.outputs.length === 0) return [];
      return [{ kind: item.isSpread ? "spread" : "embed", node }];
    }
  }
}

function plainOutput(name: string, field: Extract<Output, { kind: "value" }>["field"]): Output {
  return { kind: "value", name, field, cast: null, aggregate: null, aggregateCast: null };
}

function fieldOutput(context: ReadContext, place: Place, item: SelectField): Output {
  const { field, alias, aggregate } = item;
  if ((aggregate !== null || field === null) && !context.mayAggregate)
    throw new AppError("PGRST123", "Use of aggregate functions is not allowed");
  const target = (name: string | null) => (name === null ? null : castTarget(context.catalog, name));
  const [cast, aggregateCast] = [target(item.cast), target(item.aggregateCast)];
  if (field === null || isRowCount(context, place.table, item))
    return {
      ...plainOutput(alias ?? "count", null),
      aggregate: "count",
      aggregateCast: aggregateCast ?? cast,
    } as Output;
  return {
    kind: "value",
    name: alias ?? aggregate ?? outputName(field),
    field: columnField(context, place, field),
    cast,
    aggregate,
    aggregateCast,
  };
}

/** `comments(count)`, as clients have written it since before there were aggregates. */
function isRowCount(context: ReadContext, table: CatalogTable, { field, aggregate }: SelectField): boolean {
  return (
    aggregate === null &&
    field?.name === "count" &&
    field.path.length === 0 &&
    findColumn(context, table, "count") === undefined
  );
}

/** The last key of a path into JSON, else the column. */
function outputName({ name, path }: Field): string {
  return path.findLast(({ operand }) => operand.kind === "key")?.operand.value ?? name;
}
