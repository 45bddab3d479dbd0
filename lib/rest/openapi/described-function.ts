import { enumWithId } from "../../catalog/enum-type.ts";
import type { Catalog, CatalogFunction, FunctionArgument, FunctionReturn } from "../../catalog/types.ts";
import type { Caller } from "../../engine/access/access-types.ts";
import { callable, isNameless } from "../rpc/find-function.ts";
import { type JsonSchema, sqlSchema } from "./sql-schema.ts";

/** A stored function as one caller finds it described. */
export interface DescribedFunction {
  readonly name: string;
  readonly description: string | null;
  /** In the function's order; of one that takes the whole body, none. */
  readonly arguments: readonly DescribedArgument[];
  /** What the whole body is, where it is the one argument. */
  readonly body: JsonSchema | null;
  /** Null: nothing comes back. */
  readonly returns: JsonSchema | null;
  /** Whether GET calls it too. */
  readonly isReadOnly: boolean;
}

export interface DescribedArgument {
  readonly name: string;
  /** As Postgres names it. */
  readonly format: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
  /** A list whose elements an address gives one by one. */
  readonly isVariadic: boolean;
}

/** The functions that a caller may call, by name; those of one name in the order of their arguments. */
export function describedFunctions(catalog: Catalog, caller: Caller): readonly DescribedFunction[] {
  const isOpen = ({ closedTo = [] }: CatalogFunction) => !closedTo.some((role) => role === caller.apiRole);
  const order = ({ name, signature = "" }: CatalogFunction) => `${name} ${signature}`;
  return callable(catalog)
    .filter(isOpen)
    .toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
    .map((called) => describeFunction(catalog, called));
}

function describeFunction(catalog: Catalog, called: CatalogFunction): DescribedFunction {
  const { name, description, arguments: args, returns, volatility, writes } = called;
  const isWhole = isNameless(args);
  return {
    name,
    description: description || null,
    arguments: isWhole ? [] : args.map((argument) => describeArgument(catalog, argument)),
    body: isWhole ? sqlSchema(args[0]?.type ?? "jsonb") : null,
    returns: returnedSchema(catalog, returns),
    // As in PostgREST: what may write is told with POST alone.
    isReadOnly: volatility !== "volatile" && writes === undefined,
  };
}

function describeArgument(catalog: Catalog, argument: FunctionArgument): DescribedArgument {
  return {
    name: argument.name ?? "",
    format: nameOfType(catalog, argument),
    schema: argument.row === undefined ? valueSchema(catalog, argument) : { type: "object" },
    isRequired: argument.default === undefined,
    isVariadic: argument.isVariadic === true,
  };
}

/** A type of the catalog; of an enum, whose values are stored as texts, with the id of its own type. */
type NamedType = { readonly type: string; readonly labels?: string };

function nameOfType(catalog: Catalog, { type, labels }: NamedType): string {
  const known = labels === undefined ? null : enumWithId(catalog, labels);
  return known === null ? type : `${known.name}${type.endsWith("[]") ? "[]" : ""}`;
}

function valueSchema(catalog: Catalog, { type, labels }: NamedType): JsonSchema {
  const known = labels === undefined ? null : enumWithId(catalog, labels);
  if (known === null) return sqlSchema(type);
  const one = { type: "string", enum: known.labels };
  return type.endsWith("[]") ? { type: "array", items: one } : one;
}

function returnedSchema(catalog: Catalog, returns: FunctionReturn): JsonSchema | null {
  if (returns.kind === "void") return null;
  const one =
    returns.kind === "value"
      ? valueSchema(catalog, returns)
      : {
          type: "object",
          properties: Object.fromEntries(
            returns.columns.map((column) => [column.name, valueSchema(catalog, column)]),
          ),
        };
  return returns.isSet ? { type: "array", items: one } : one;
}
