import { enumWithId, shownName } from "../../catalog/enum-type.ts";
import type { Catalog, CatalogFunction } from "../../catalog/types.ts";
import { isLabels, type KnownType } from "./known-type.ts";
import { relationColumns, type Scope, type Source, scopeWithin } from "./scope.ts";

/** A function whose body a statement is, as far as its arguments go. */
export type Called = Pick<CatalogFunction, "name" | "arguments">;

/** What a function's body sees around its FROM: arguments of enums, and rows of tables, by their names. */
export function argumentScope(catalog: Catalog, { name: called, arguments: own }: Called): Scope {
  const scope = scopeWithin(null, new Map());
  const columns = own.flatMap((argument, index) =>
    argument.name === null
      ? []
      : [{ name: argument.name, type: argumentType(catalog, { name: called, arguments: own }, index + 1) }],
  );
  const rows = own.flatMap(({ name, row, type }): Source[] =>
    name === null || row === undefined
      ? []
      : [{ alias: name, columns: relationColumns(catalog, type), row: type }],
  );
  scope.sources.push({ alias: called, columns }, ...rows);
  return scope;
}

/** The type of `$n`, where that is an enum or a row. */
export function argumentType(catalog: Catalog, { arguments: own }: Called, number: number): KnownType {
  const argument = own[number - 1];
  if (argument?.row !== undefined) return shownName(argument.type);
  const of = argument?.labels === undefined ? null : enumWithId(catalog, argument.labels);
  return of === null ? null : { of, isList: false };
}

/** Whether an argument is of an enum, or a row that has a column of one. */
export function takesEnums(catalog: Catalog, { arguments: own }: Called): boolean {
  return own.some(
    ({ labels, row, type }) =>
      labels !== undefined ||
      (row !== undefined && relationColumns(catalog, type)?.some((column) => isLabels(column.type)) === true),
  );
}
