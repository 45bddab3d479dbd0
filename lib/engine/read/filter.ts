import { perhapsMeant } from "../../catalog/checks/nearest-name.ts";
import type { CatalogTable, Column } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { readableColumns } from "../column-sql.ts";

export const filterOperators = [
  "eq",
  "neq",
  "gt",
  "gte",
  "lt",
  "lte",
  "like",
  "ilike",
  "in",
  "is",
  "contains",
  "overlaps",
] as const;
export type FilterOperator = (typeof filterOperators)[number];

/** A condition over one table's columns, names resolved. */
export type Filter =
  | { readonly kind: "and" | "or"; readonly filters: readonly Filter[] }
  | { readonly kind: "not"; readonly filter: Filter }
  | {
      readonly kind: "test";
      readonly column: Column;
      readonly operator: FilterOperator;
      readonly value: unknown;
      readonly path: string;
    };

/** Deeper nesting than anybody writes by hand; a guard for the parser's and Postgres's stacks. */
const depthMax = 20;
const testsMax = 200;
/** Lists, objects and conditions together. */
const partsMax = 2000;

/**
 * Reads the `filters` of the contract: the short form `{column: value}`, or `{and|or: […]}` of `{column, op, value}`,
 * each also as `{not: …}` or with `not: true`. Several keys of one object are joined by "and".
 *
 * @throws {AppError} RH303 with a JSON pointer to the part that cannot be understood.
 */
export function parseFilter(table: CatalogTable, input: unknown): Filter {
  const reader = new FilterReader(table);
  return reader.read(input, "/filters", 0);
}

class FilterReader {
  readonly #table: CatalogTable;
  #tests = 0;
  #parts = 0;

  constructor(table: CatalogTable) {
    this.#table = table;
  }

  read(input: unknown, path: string, depth: number): Filter {
    if (depth > depthMax) throw invalid(path, `Filters may be nested at most ${depthMax} deep.`);
    this.#parts += 1;
    if (this.#parts > partsMax) throw invalid("/filters", `A filter may hold at most ${partsMax} parts.`);
    if (Array.isArray(input)) return this.#list("and", input, path, depth);
    if (typeof input !== "object" || input === null)
      throw invalid(path, "A filter is an object, or a list of objects.");
    const given = input as Record<string, unknown>;
    if ("column" in given && "op" in given) return this.#test(given, path);
    const parts = Object.entries(given).map(([key, value]) =>
      this.#part(key, value, `${path}/${key}`, depth),
    );
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: "and", filters: parts };
  }

  /** One key of an object: a connective (which no column can be named, being reserved words), or a column. */
  #part(key: string, value: unknown, path: string, depth: number): Filter {
    switch (key) {
      case "and":
      case "or":
        if (!Array.isArray(value)) throw invalid(path, `"${key}" takes a list of filters.`);
        return this.#list(key, value, path, depth);
      case "not":
        return { kind: "not", filter: this.read(value, path, depth + 1) };
      default:
        return this.#short(key, value, path);
    }
  }

  #list(kind: "and" | "or", items: readonly unknown[], path: string, depth: number): Filter {
    return { kind, filters: items.map((item, index) => this.read(item, `${path}/${index}`, depth + 1)) };
  }

  #test(given: Record<string, unknown>, path: string): Filter {
    const unknown = Object.keys(given).find((key) => !["column", "op", "value", "not"].includes(key));
    if (unknown !== undefined)
      throw invalid(
        `${path}/${unknown}`,
        `A filter has no "${unknown.slice(0, 80)}": use column, op, value and not.`,
      );
    const operator = filterOperators.find((name) => name === given.op);
    if (operator === undefined)
      throw invalid(`${path}/op`, `Unknown operator ${shown(given.op)}: use ${filterOperators.join(", ")}.`);
    const column = this.#column(given.column, `${path}/column`);
    const test = this.#counted({
      kind: "test",
      column,
      operator,
      value: given.value ?? null,
      path: `${path}/value`,
    });
    return given.not === true ? { kind: "not", filter: test } : test;
  }

  #short(name: string, value: unknown, path: string): Filter {
    const column = this.#column(name, path);
    const operator =
      value === null
        ? "is"
        : Array.isArray(value) && column.type !== "text[]" && column.type !== "jsonb"
          ? "in"
          : "eq";
    return this.#counted({ kind: "test", column, operator, value: value ?? null, path });
  }

  #counted(test: Filter): Filter {
    this.#tests += 1;
    if (this.#tests > testsMax)
      throw invalid("/filters", `A filter may hold at most ${testsMax} conditions.`);
    return test;
  }

  #column(name: unknown, path: string): Column {
    return resolveColumn(this.#table, name, path);
  }
}

/** @throws {AppError} RH303 if the table shows no such column. */
export function resolveColumn(table: CatalogTable, name: unknown, path: string): Column {
  const columns = readableColumns(table);
  const column = columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  const names = columns.map((candidate) => candidate.name);
  throw invalid(
    path,
    `"${table.definition.name}" has no column ${shown(name)}.${typeof name === "string" ? perhapsMeant(name, names) : ""}`,
  );
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 80) ?? "(nothing)";
}

export function invalid(path: string, message: string): AppError {
  return new AppError("RH303", message, { details: [{ path, message }] });
}
