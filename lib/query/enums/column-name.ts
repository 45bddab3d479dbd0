import { asList, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";

/** The name that Postgres gives a column that is given none. */
export function columnName(node: TreeNode | null): string {
  return namedAfter(node)?.name ?? "?column?";
}

interface ColumnName {
  readonly name: string;
  /** Whether another name goes before it: a cast is named after its type only where nothing in it has a name. */
  readonly isWeak?: true;
}

function namedAfter(node: TreeNode | null): ColumnName | null {
  switch (node?.kind) {
    case "ColumnRef":
      return lastOf(node.fields.fields);
    case "FuncCall":
      return lastOf(node.fields.funcname);
    case "TypeCast":
      return (
        strong(node.fields.arg) ?? { ...lastOf((node.fields.typeName as TreeFields).names), isWeak: true }
      );
    case "CaseExpr":
      return strong(node.fields.defresult) ?? { name: "case", isWeak: true };
    case "CoalesceExpr":
      return { name: "coalesce" };
    case "MinMaxExpr":
      return { name: node.fields.op === "IS_LEAST" ? "least" : "greatest" };
    case "A_ArrayExpr":
      return { name: "array" };
    case "RowExpr":
      return { name: "row" };
    case "A_Expr":
      return node.fields.kind === "AEXPR_NULLIF" ? { name: "nullif" } : null;
    case "A_Indirection":
      return fieldName(node) ?? namedAfter(unwrap(node.fields.arg));
    case "CollateClause":
      return namedAfter(unwrap(node.fields.arg));
    case "SQLValueFunction":
      return { name: String(node.fields.op).replace("SVFOP_", "").replace(/_N$/, "").toLowerCase() };
    case "JsonFuncExpr":
      return { name: String(node.fields.op).replace(/_OP$/, "").toLowerCase() };
    case "SubLink":
      return subLinkName(node);
    default:
      return fixedName(node?.kind ?? "");
  }
}

/** What is always called the same. */
const fixedNames: Readonly<Record<string, string>> = {
  GroupingFunc: "grouping",
  MergeSupportFunc: "merge_action",
  JsonParseExpr: "json",
  JsonScalarExpr: "json_scalar",
  JsonSerializeExpr: "json_serialize",
  JsonObjectConstructor: "json_object",
  JsonArrayConstructor: "json_array",
  JsonArrayQueryConstructor: "json_array",
  JsonObjectAgg: "json_objectagg",
  JsonArrayAgg: "json_arrayagg",
};

function fixedName(kind: string): ColumnName | null {
  const name = fixedNames[kind];
  return name === undefined ? null : { name };
}

/** Of `(row).a[1]` the `a`: the last name behind a dot. */
function fieldName({ fields }: TreeNode): ColumnName | null {
  const [name] = asList(fields.indirection)
    .flatMap((step) => names([step]))
    .slice(-1);
  return name === undefined ? null : { name };
}

function strong(value: unknown): ColumnName | null {
  const found = namedAfter(unwrap(value));
  return found?.isWeak === true ? null : found;
}

function lastOf(path: unknown): ColumnName {
  return { name: names(path).at(-1) ?? "?column?" };
}

function subLinkName({ fields }: TreeNode): ColumnName | null {
  if (fields.subLinkType === "EXISTS_SUBLINK") return { name: "exists" };
  if (fields.subLinkType === "ARRAY_SUBLINK") return { name: "array" };
  const [target] = asList(unwrap(fields.subselect)?.fields.targetList).map(unwrap);
  if (fields.subLinkType !== "EXPR_SUBLINK" || target == null) return null;
  return target.fields.name === undefined
    ? namedAfter(unwrap(target.fields.val))
    : { name: String(target.fields.name) };
}
