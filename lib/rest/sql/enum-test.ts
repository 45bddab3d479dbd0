import { type EnumType, shownName } from "../../catalog/enum-type.ts";
import { labelPlace } from "../../engine/enum-order.ts";
import { AppError } from "../../errors/app-error.ts";
import { keyword, type Sql, sql } from "../../sql/sql.ts";
import { labelValue } from "../plan/label-value.ts";
import { arrayText, type Operation } from "../request/filter.ts";
import { type Comparison, postgresOperators } from "./postgres-operators.ts";

const equalities: ReadonlySet<string> = new Set(["eq", "neq", "isdistinct"]);
const orders: ReadonlySet<string> = new Set(["gt", "gte", "lt", "lte"]);

/**
 * An operation on a value of an enum: what it is compared with is one of its labels, and these are ordered as declared.
 *
 * @throws {AppError} 22P02 · 42883 · 42804 in Postgres's words.
 */
export function enumTest(type: EnumType, value: Sql, operation: Operation): Sql {
  switch (operation.kind) {
    case "is":
      if (/null/.test(operation.value)) return sql`${value} is ${keyword(operation.value.replace("_", " "))}`;
      throw notBoolean(type, operation.value);
    case "in":
      return sql`${value} = any(${labelValue(type, arrayText(operation.values), true)})`;
    case "search":
      throw undefinedFunction("to_tsvector", type);
    case "compare":
      return comparison(type, value, operation);
  }
}

function comparison(type: EnumType, value: Sql, { operator, quantifier, value: text }: Comparison): Sql {
  const sign = keyword(postgresOperators[operator]);
  const isList = quantifier !== null;
  if (equalities.has(operator)) {
    const given = labelValue(type, text, isList);
    return isList ? sql`${value} ${sign} ${keyword(quantifier)}(${given})` : sql`${value} ${sign} ${given}`;
  }
  if (!orders.has(operator)) throw undefinedOperator(type, operator, isList);
  const given = labelValue(type, text, isList);
  const place = labelPlace(type.labels, value);
  if (!isList) return sql`${place} ${sign} ${labelPlace(type.labels, sql`${given}::text`)}`;
  const places = sql`select ${labelPlace(type.labels, sql`given.label`)} from unnest(${given}::text[]) as given (label)`;
  return sql`${place} ${sign} ${keyword(quantifier)}(array(${places}))`;
}

/** `mood ~~ unknown` */
function undefinedOperator({ name }: EnumType, operator: Comparison["operator"], isList: boolean): AppError {
  const sign = operator === "like" ? "~~" : operator === "ilike" ? "~~*" : postgresOperators[operator];
  const right = isList ? "text" : "unknown";
  return undefinedHere("operator", `operator does not exist: ${shownName(name)} ${sign} ${right}`);
}

/** @returns 42883: a value of an enum is no text. */
export function undefinedFunction(called: string, { name }: EnumType): AppError {
  return undefinedHere("function", `function ${called}(${shownName(name)}) does not exist`);
}

function undefinedHere(kind: "operator" | "function", message: string): AppError {
  const hint = `No ${kind} matches the given name and argument types. You might need to add explicit type casts.`;
  return new AppError("42883", message, { status: 404, hint });
}

function notBoolean({ name }: EnumType, value: string): AppError {
  const message = `argument of IS ${value.toUpperCase()} must be type boolean, not type ${shownName(name)}`;
  return new AppError("42804", message, { status: 400 });
}
