import { parseArrayLiteral } from "../../catalog/column-default.ts";
import { type EnumType, strangeLabel } from "../../catalog/enum-type.ts";
import { AppError } from "../../errors/app-error.ts";

/** A symbol, which no JSON can bring. */
const brand: unique symbol = Symbol("label");

/** A value that has to be one of an enum's, of a plan that many requests share: it is known when one of them comes. */
export interface LabelValue {
  readonly [brand]: true;
  readonly type: EnumType;
  /** As it stands among the statement's parameters. */
  readonly given: string;
  readonly isList: boolean;
}

/** Whether a parameter of a kept plan is a value of an enum that is yet to come. */
export function isLabelValue(value: unknown): value is LabelValue {
  return typeof value === "object" && value !== null && brand in value;
}

/** A parameter that is compared with an enum. @throws {AppError} 22P02 if it is none of its values. */
export function labelValue(type: EnumType, given: string, isList: boolean): LabelValue | string {
  if (given.includes("\0")) return { [brand]: true, type, given, isList };
  assertLabels(type, given, isList);
  return given;
}

/** The same of a request that has come. @throws {AppError} 22P02 */
export function filledLabel({ type, given, isList }: LabelValue, fill: (value: unknown) => unknown): unknown {
  const value = fill(given);
  if (typeof value === "string") assertLabels(type, value, isList);
  return value;
}

function assertLabels(type: EnumType, given: string, isList: boolean): void {
  // What is no list at all, Postgres says.
  const values = isList ? (parseArrayLiteral(given) ?? []) : [given];
  for (const value of values) assertLabel(type, value);
}

/** @throws {AppError} 22P02 in Postgres's words. */
export function assertLabel(type: EnumType, value: string): void {
  if (!type.labels.includes(value)) throw new AppError("22P02", strangeLabel(type, value), { status: 400 });
}
