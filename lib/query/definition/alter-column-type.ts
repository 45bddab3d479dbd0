import type { CatalogTable, Column, ColumnSettings } from "../../catalog/types.ts";
import { asList, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { typeNameOf } from "../text/type-text.ts";
import { Refused } from "../write/refused.ts";
import { isAssignable } from "./assignable.ts";
import { readType } from "./column-definition.ts";
import type { DefinitionInput } from "./step.ts";

/** Values come along by the conversion between the types; any other is an UPDATE of its own. */
export function newType(
  input: DefinitionInput,
  table: CatalogTable,
  name: string,
  definition: TreeNode | null,
): ColumnSettings {
  const fields = definition?.fields ?? {};
  const using = unwrap(fields.raw_default);
  const { isSerial, type, sql_type, enum_values } = readType(input, fields.typeName as TreeFields);
  if (isSerial)
    throw new Refused("undefinedObject", 'type "serial" does not exist', {
      location: Number(fields.location ?? 0),
    });
  const asked = { type, ...(sql_type === undefined ? {} : { sql_type }) };
  const column = table.definition.columns.find((own) => own.name === name);
  if (using === null && column !== undefined) refuseCast(column, asked);
  const isDropped = defaultActions(input, name).some(({ def }) => def === undefined);
  if (column !== undefined && !isDropped) refuseDefaultCast(column, asked);
  const moved = column === undefined || isDropped ? {} : defaultAsText(column, asked);
  return {
    type,
    sql_type: sql_type ?? null,
    ...(enum_values === undefined ? {} : { enum_values }),
    ...moved,
  };
}

/** A number or a truth value as a text: the default comes along as the values do. */
function defaultAsText(
  { default: value }: Column,
  asked: Pick<Column, "type" | "sql_type">,
): Pick<ColumnSettings, "default"> {
  const isText = /^(?:text|character varying(?:\(\d+\))?)$/.test(typeNameOf(asked));
  return isText && (typeof value === "number" || typeof value === "boolean")
    ? { default: String(value) }
    : {};
}

/** What the same statement says of a column's default: one that is dropped is so before anything else. */
export function defaultActions({ fields }: DefinitionInput, name: string): readonly TreeFields[] {
  return asList(fields.cmds)
    .flatMap((item): readonly TreeFields[] => [unwrap(item)?.fields ?? {}])
    .filter((action) => action.subtype === "AT_ColumnDefault" && action.name === name);
}

/** Whether the same statement gives a column values by an expression. */
export function isConverted({ fields }: DefinitionInput, name: string): boolean {
  return asList(fields.cmds).some((item) => {
    const action = unwrap(item)?.fields ?? {};
    const using = unwrap(unwrap(action.def)?.fields.raw_default);
    return (
      action.subtype === "AT_AlterColumnType" &&
      action.name === name &&
      using !== null &&
      !isPlainCast(using, name)
    );
  });
}

/** @throws {Refused} 42804 for a default that an assignment would not convert. */
function refuseDefaultCast(column: Column, asked: Pick<Column, "type" | "sql_type">): void {
  if (column.default === undefined && column.default_expression === undefined) return;
  const [from, to] = [column, asked].map((one) => (one.type === "enum" ? "enum" : typeNameOf(one)));
  if (from === undefined || to === undefined || isAssignable(from, to)) return;
  throw new Refused(
    "datatypeMismatch",
    `default for column "${column.name}" cannot be cast automatically to type ${typeNameOf(asked)}`,
  );
}

export function typeOf({ type = "text", sql_type, enum_values }: ColumnSettings) {
  return {
    type,
    ...(sql_type == null ? {} : { sql_type }),
    ...(enum_values === undefined ? {} : { enum_values }),
  };
}

/** @throws {Refused} 42804 for values that an assignment would not convert. */
function refuseCast(column: Column, asked: Pick<Column, "type" | "sql_type">): void {
  const [from, to] = [column, asked].map((one) => (one.type === "enum" ? "enum" : typeNameOf(one)));
  if (from === undefined || to === undefined || isAssignable(from, to)) return;
  const type = typeNameOf(asked);
  throw new Refused(
    "datatypeMismatch",
    `column "${column.name}" cannot be cast automatically to type ${type}`,
    { hint: `You might need to specify "USING ${column.name}::${type}".` },
  );
}

/** `x`, `x::order_state`, and `x::text::order_state`, as tools write it that give an enum other values. */
export function isPlainCast(using: TreeNode, name: string): boolean {
  const cast = using.kind === "TypeCast" ? unwrap(using.fields.arg) : using;
  const value = cast?.kind === "TypeCast" && isText(cast.fields.typeName) ? unwrap(cast.fields.arg) : cast;
  return value?.kind === "ColumnRef" && names(value.fields.fields).at(-1) === name;
}

function isText(type: unknown): boolean {
  const { names: path, typmods, arrayBounds } = type as TreeFields;
  return names(path).join() === "text" && typmods === undefined && arrayBounds === undefined;
}
