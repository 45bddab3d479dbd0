import { type EnumType, shownName } from "../../catalog/enum-type.ts";
import { formatTypes } from "../../catalog/format-types.ts";
import { sqlTypesByInternalName } from "../../catalog/sql-types.ts";
import { labelList } from "../../engine/enum-order.ts";
import { AppError } from "../../errors/app-error.ts";
import { keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import type { CastTarget } from "../plan/cast-target.ts";
import type { ColumnField } from "../plan/read-plan.ts";
import { typeNamed } from "./type-names.ts";

/** A value with what is known of its type: an enum's, or a type as `format_type` prints it. */
export interface TypedValue {
  readonly value: Sql;
  readonly type: EnumType | string;
}

/** The type of a column, or of a place inside its JSON. */
export function typeOfField({ column, path, enumType }: ColumnField): TypedValue["type"] {
  const last = path.at(-1);
  if (last !== undefined) return last.isText ? "text" : "jsonb";
  return enumType ?? column.sql_type ?? formatTypes[column.type];
}

const texts = /^(?:text|character varying|character|bpchar|varchar|name)\b(?!.*\[\])/;
const lists = /^(?:text|character varying|character|bpchar|varchar|name)\b.*\[\]$/;

/** @throws {AppError} 42846 where Postgres has no such cast; 42704 if there is no such type. */
export function casted(given: TypedValue, target: CastTarget | null): TypedValue {
  if (target === null) return given;
  if (target.kind === "enum") return castToLabel(given, target);
  const type = typeNamed(target.name);
  const name = formattedName(type);
  if (typeof given.type !== "string" && !texts.test(name)) throw cannotCast(given.type, name);
  return { value: sql`(${given.value})::${keyword(type)}`, type: name };
}

/** What is a text must be one of the labels: 22P02. */
function castToLabel({ value, type }: TypedValue, target: Extract<CastTarget, { kind: "enum" }>): TypedValue {
  const { of, isList } = target;
  if (typeof type !== "string" && type.name === of.name && !isList) return { value, type: of };
  const isText = typeof type === "string" && (isList ? lists : texts).test(type);
  if (!isText) throw cannotCast(type, `${shownName(of.name)}${isList ? "[]" : ""}`);
  const labels = labelList(of.labels);
  return isList
    ? { value: sql`app.labels((${value})::text[], ${labels}, ${literal(of.name)})`, type: `${of.name}[]` }
    : { value: sql`app.label((${value})::text, ${labels}, ${literal(of.name)})`, type: of };
}

/** `int4[]` → `integer[]` */
function formattedName(internal: string): string {
  const isList = internal.endsWith("[]");
  const base = isList ? internal.slice(0, -2) : internal;
  return `${sqlTypesByInternalName.get(base)?.name ?? base}${isList ? "[]" : ""}`;
}

function cannotCast(from: TypedValue["type"], to: string): AppError {
  const name = typeof from === "string" ? from : shownName(from.name);
  return new AppError("42846", `cannot cast type ${name} to ${to}`, { status: 400 });
}
