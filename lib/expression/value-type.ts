import { sqlTypesByInternalName } from "../catalog/sql-types.ts";
import { asList, names, type TreeFields, type TreeNode, unwrap } from "./tree.ts";

/**
 * The type of an expression as far as its own words tell it, as Postgres prints it. `unknown` is a literal that takes
 * whatever type is asked of it; null: the words do not tell.
 *
 * @param other what else is known: the types of columns and of the database's own functions.
 */
export function valueType(
  node: TreeNode | null,
  other: (node: TreeNode) => string | null = () => null,
): string | null {
  if (node === null) return null;
  switch (node.kind) {
    case "A_Const":
      return constantType(node.fields);
    case "TypeCast":
      return typeName(node.fields.typeName as TreeFields);
    case "ParamRef":
      return "unknown";
    case "BoolExpr":
    case "NullTest":
    case "BooleanTest":
      return "boolean";
    case "A_Expr":
      return operationType(node.fields, other);
    default:
      return other(node);
  }
}

function constantType({ ival, fval, sval, boolval, isnull }: TreeFields): string | null {
  if (sval !== undefined || isnull === true) return "unknown";
  if (boolval !== undefined) return "boolean";
  if (ival !== undefined) return "integer";
  const digits = (fval as { fval?: string } | undefined)?.fval;
  if (digits === undefined) return null;
  const isWhole = /^\d{1,19}$/.test(digits) && BigInt(digits) <= 9_223_372_036_854_775_807n;
  return isWhole ? "bigint" : "numeric";
}

function typeName({ names: path, arrayBounds }: TreeFields): string | null {
  const name = names(path).at(-1) ?? "";
  const base = sqlTypesByInternalName.get(name)?.name;
  if (base === undefined) return null;
  return asList(arrayBounds).length > 0 ? `${base}[]` : base;
}

const comparisons = new Set(["=", "<>", "!=", "<", ">", "<=", ">=", "~", "~*", "!~", "!~*", "~~", "~~*"]);

function operationType(
  { kind, name, lexpr, rexpr }: TreeFields,
  other: (node: TreeNode) => string | null,
): string | null {
  const [sign = ""] = names(name);
  // NULLIF compares as well, and gives the first of the two.
  if (kind === "AEXPR_NULLIF") return valueType(unwrap(lexpr), other);
  if (comparisons.has(sign)) return "boolean";
  const right = valueType(unwrap(rexpr), other);
  if (kind !== "AEXPR_OP" || !/^[-+*/%]$/.test(sign)) return null;
  if (lexpr === undefined) return right;
  const left = valueType(unwrap(lexpr), other);
  return left === right &&
    left !== "unknown" &&
    /^(smallint|integer|bigint|numeric|real|double precision)$/.test(left ?? "")
    ? left
    : null;
}
