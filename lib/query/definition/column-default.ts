import { parseDefault } from "../../catalog/column-default.ts";
import type { Catalog, Column, Json } from "../../catalog/types.ts";
import { guardExpression } from "../../expression/guard.ts";
import { asList, names, type TreeNode, unwrap } from "../../expression/tree.ts";
import { ownTypeNames, withoutEnumCasts } from "../own-types.ts";
import { typeNameOf } from "../text/type-text.ts";
import { Refused } from "../write/refused.ts";
import { isAssignable } from "./assignable.ts";
import { defaultCalls, withoutRandomBytes } from "./default-calls.ts";

/** The definition's own default: a literal, one of the three calls, or an expression. */
export function readDefault(
  catalog: Catalog,
  column: Pick<Column, "name" | "type" | "sql_type">,
  value: TreeNode | null,
  text: string,
): Partial<Column> {
  if (value === null) return {};
  const { type, sql_type } = column;
  refuseConstant(column, value);
  const label = type === "enum" && value.kind === "TypeCast" ? unwrap(value.fields.arg) : null;
  if (label?.kind === "A_Const") return readDefault(catalog, { name: column.name, type }, label, text);
  // What a literal means to a further type of Postgres is for Postgres to say.
  if (value.kind === "A_Const" && (sql_type === undefined || value.fields.isnull === true)) {
    const literal = literalOf(value);
    if (literal === null) return {};
    const made = literalDefault(literal, text);
    // What is none of the type's values as it stands is for Postgres to convert: 1.7 of an integer, 'yes' of a boolean.
    const isTaken = type === "enum" || parseDefault({ type, ...made }).kind !== "invalid";
    if (isTaken) return made;
  }
  const isNow =
    value.kind === "SQLValueFunction" &&
    value.fields.op === "SVFOP_CURRENT_TIMESTAMP" &&
    type === "timestamptz";
  const call = isNow
    ? "now()"
    : value.kind === "FuncCall"
      ? defaultCalls[names(value.fields.funcname).join(".")]
      : undefined;
  const fits = call === "now()" ? type === "timestamptz" : call !== undefined && type === "uuid";
  if (call !== undefined && fits && asList(value.fields.args).length === 0) return { default: call };
  const own = withoutRandomBytes({ value, text });
  const refusal = guardExpression(own.value, { types: ownTypeNames(catalog), sequences: true });
  if (refusal !== null) throw Refused.with(refusal);
  return { default_expression: withoutEnumCasts(catalog, own.text) };
}

/** @throws {Refused} 42804 for a number or a boolean that an assignment does not convert. */
function refuseConstant(
  column: Pick<Column, "name" | "type" | "sql_type">,
  { kind, fields }: TreeNode,
): void {
  if (kind !== "A_Const") return;
  const given =
    fields.boolval !== undefined
      ? "boolean"
      : fields.fval !== undefined
        ? "numeric"
        : fields.ival !== undefined
          ? "integer"
          : "unknown";
  const type = column.type === "enum" ? null : typeNameOf(column);
  if (type === null || isAssignable(given, type)) return;
  throw new Refused(
    "datatypeMismatch",
    `column "${column.name}" is of type ${type} but default expression is of type ${given}`,
    { location: Number(fields.location ?? 0), hint: "You will need to rewrite or cast the expression." },
  );
}

/** A text that reads like one of the calls is an expression: as a literal it would be the call. */
function literalDefault(literal: Json, text: string): Partial<Column> {
  const isCall = typeof literal === "string" && /^(?:now|gen_random_uuid|auth\.uid)\(\)$/.test(literal);
  return isCall ? { default_expression: text } : { default: literal };
}

function literalOf({ fields }: TreeNode): Json {
  const { sval, ival, fval, boolval, isnull } = fields as {
    sval?: { sval?: string };
    ival?: { ival?: number };
    fval?: { fval?: string };
    boolval?: { boolval?: boolean };
    isnull?: boolean;
  };
  if (isnull === true) return null;
  if (sval !== undefined) return sval.sval ?? "";
  if (boolval !== undefined) return boolval.boolval ?? false;
  if (fval !== undefined) return fval.fval ?? "";
  return ival?.ival ?? 0;
}
