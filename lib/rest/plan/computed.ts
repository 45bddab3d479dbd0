import { type EnumType, enumTypeOf } from "../../catalog/enum-type.ts";
import type { Catalog, CatalogFunction, CatalogTable, Column } from "../../catalog/types.ts";
import { derivedTable, namedType } from "./derived-table.ts";
import type { Relationship } from "./relationship.ts";

/** A function of one row that gives one value, which reads as a column of the row. */
export function computedField(
  catalog: Catalog,
  table: CatalogTable,
  name: string,
): CatalogFunction | undefined {
  return ofRows(catalog, table, name).find(({ returns }) => returns.kind === "value" && !returns.isSet);
}

/** The same in the form of a column. */
export function computedColumn(catalog: Catalog, table: CatalogTable, name: string): Column | undefined {
  const returns = computedField(catalog, table, name)?.returns;
  return returns?.kind === "value" ? { name, ...namedType(returns.type) } : undefined;
}

/** The enum whose values such a function gives. */
export function computedLabels(catalog: Catalog, table: CatalogTable, name: string): EnumType | undefined {
  const called = computedField(catalog, table, name);
  return called === undefined ? undefined : (enumTypeOf(catalog, called.id, name) ?? undefined);
}

/** A function of one row that gives rows of a table or view, which reads as a relationship. */
export function computedRelationship(
  catalog: Catalog,
  table: CatalogTable,
  name: string,
): Relationship | undefined {
  for (const call of ofRows(catalog, table, name)) {
    const { returns } = call;
    const target = returns.kind === "rows" ? nameOf(catalog, returns.of) : undefined;
    if (returns.kind !== "rows" || returns.of === undefined || target === undefined) continue;
    return {
      cardinality: returns.isSet && returns.isSingle !== true ? "one-to-many" : "many-to-one",
      table,
      target: derivedTable(returns.of, target, returns.columns),
      join: { constraint: name, pairs: [] },
      junction: null,
      isReferenced: true,
      isSelf: false,
      call,
    };
  }
  return undefined;
}

function ofRows({ functions = [] }: Catalog, table: CatalogTable, name: string): readonly CatalogFunction[] {
  return functions.filter((called) => {
    const [row, ...others] = called.arguments;
    return called.name === name && others.length === 0 && row?.row?.id === table.id;
  });
}

function nameOf({ tables, views = [] }: Catalog, id: string | undefined): string | undefined {
  const table = tables.find((candidate) => candidate.id === id);
  return table?.definition.name ?? views.find((candidate) => candidate.id === id)?.name;
}
