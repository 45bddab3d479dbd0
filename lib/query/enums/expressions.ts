import { functionName } from "../../catalog/function-schema.ts";
import {
  asList,
  childrenOf,
  leftmostLocation,
  names,
  type TreeFields,
  type TreeNode,
  unwrap,
} from "../../expression/tree.ts";
import { valueType } from "../../expression/value-type.ts";
import { compile, ident } from "../../sql/sql.ts";
import { Refused } from "../write/refused.ts";
import { callType } from "./calls.ts";
import { castType, labelTypeNamed } from "./casts.ts";
import { operatorType, subLinkType } from "./comparisons.ts";
import { isLabel, isLabels, type KnownType, spelled } from "./known-type.ts";
import { adopt, labelsText, locationIn, noOperator, type Reading, unified } from "./reading.ts";
import { columnType, returnedBy, rowColumns, type Scope } from "./scope.ts";
import { placedSort } from "./sorting.ts";

/** The type of an expression, all that is in it seen to. */
export function expressionType(reading: Reading, node: TreeNode | null, scope: Scope): KnownType {
  if (node === null) return null;
  switch (node.kind) {
    case "A_Const":
      return valueType(node);
    case "ParamRef":
      return reading.parameter?.(Number(node.fields.number ?? 0)) ?? valueType(node);
    case "ColumnRef":
      return columnType(scope, node) ?? attributeType(reading, node, scope);
    case "TypeCast":
      return castType(reading, node, scope);
    case "A_Expr":
      return operatorType(reading, node, scope);
    case "SubLink":
      return subLinkType(reading, node, scope);
    case "FuncCall":
      return callType(reading, node, scope);
    case "SelectStmt":
      reading.query(node.fields, scope, scope.queries);
      return null;
    case "CaseExpr":
      return caseType(reading, node, scope);
    case "CoalesceExpr":
      return ofArguments(reading, node, scope, "COALESCE");
    case "MinMaxExpr":
      return extreme(reading, node, scope);
    case "A_ArrayExpr":
      return arrayType(reading, node, scope);
    case "A_Indirection":
      return elementType(reading, node, scope);
    case "CollateClause":
      return collated(reading, node, scope);
    case "WindowDef":
      return windowOf(reading, node, scope);
    default:
      return around(reading, node, scope);
  }
}

/** `p.last_state`, which calls a function of the row when the row has no such column. */
function attributeType({ catalog }: Reading, node: TreeNode, { sources }: Scope): KnownType {
  const [alias, name, ...others] = names(node.fields.fields);
  if (name === undefined || others.length > 0) return null;
  const source = sources.find((candidate) => candidate.alias === alias);
  if (source?.row === undefined || source.columns?.some((column) => column.name === name) !== false)
    return null;
  const value = returnedBy(catalog, name)?.value ?? null;
  return isLabels(value) ? value : null;
}

/** Anything else is only looked through. */
function around(reading: Reading, node: TreeNode, scope: Scope): KnownType {
  refuseJsonLabels(reading, node);
  const below = childrenOf(node);
  for (const child of below.ok ? below.nodes : []) {
    const type = reading.typeOf(child, scope);
    const asked = isLabels(type) ? askedFor(node) : null;
    if (asked !== null && isLabels(type))
      throw new Refused(
        "datatypeMismatch",
        `argument of ${asked} must be type boolean, not type ${spelled(type)}`,
        { location: leftmostLocation(child) },
      );
  }
  return /^(?:BoolExpr|NullTest|BooleanTest)$/.test(node.kind) ? "boolean" : null;
}

/**
 * `json_value(x, '$' RETURNING mood)`, and columns of JSON_TABLE: what is no label would be null, a default or an error.
 *
 * @throws {Refused} 0A000
 */
function refuseJsonLabels(reading: Reading, { kind, fields }: TreeNode): void {
  if (kind !== "JsonOutput" && kind !== "JsonTableColumn") return;
  const typeName = fields.typeName as TreeFields | undefined;
  const type = typeName === undefined ? null : labelTypeNamed(reading, typeName);
  if (type === null) return;
  const shown = spelled(type);
  throw new Refused("featureNotSupported", `SQL/JSON functions give no values of the enum ${shown} here.`, {
    location: Number(typeName?.location ?? 0),
    hint: `Ask for text, and cast that: (…)::${shown}.`,
  });
}

/** What asks for a truth value; null: it takes any. */
function askedFor({ kind, fields }: TreeNode): string | null {
  if (kind === "BoolExpr") return String(fields.boolop).replace("_EXPR", "");
  if (kind !== "BooleanTest") return null;
  return String(fields.booltesttype).replaceAll("_", " ");
}

function caseType(reading: Reading, { fields }: TreeNode, scope: Scope): KnownType {
  const tested = unwrap(fields.arg);
  const type = tested === null ? null : reading.typeOf(tested, scope);
  const whens = asList(fields.args).map(unwrap);
  for (const when of whens) {
    const test = unwrap(when?.fields.expr);
    const own = reading.typeOf(test, scope);
    if (!isLabel(type) || test === null) continue;
    if (own === "unknown") adopt(reading, test, type);
    else if (own !== null && !(isLabels(own) && own.of.name === type.of.name))
      throw noOperator("=", [type, own], locationIn(test));
  }
  const results = [fields.defresult, ...whens.map((when) => when?.fields.result)].map(unwrap);
  const given = results.filter((result) => result !== null);
  return unified(
    reading,
    given,
    given.map((result) => reading.typeOf(result, scope)),
    "CASE",
  );
}

function ofArguments(reading: Reading, { fields }: TreeNode, scope: Scope, what: string): KnownType {
  const args = asList(fields.args).map(unwrap);
  return unified(
    reading,
    args,
    args.map((arg) => reading.typeOf(arg, scope)),
    what,
  );
}

/** `greatest(a, b)` → `app.greatest(labels, greatest(a OPERATOR(app.@#) labels, …))` */
function extreme(reading: Reading, node: TreeNode, scope: Scope): KnownType {
  const name = node.fields.op === "IS_LEAST" ? "least" : "greatest";
  const type = ofArguments(reading, node, scope, name.toUpperCase());
  if (!isLabel(type)) return type;
  const { text } = reading;
  const at = text.indexOf(locationIn(node));
  const { inside, after } = text.brackets(at);
  const labels = labelsText(type);
  for (const argument of text.items(inside)) text.close(argument.end, ` OPERATOR(app.@#) ${labels}`);
  text.open(at, `app.${compile(ident(name)).text}(${labels}, `);
  text.close(after, ")");
  return type;
}

function arrayType(reading: Reading, { fields }: TreeNode, scope: Scope): KnownType {
  const items = asList(fields.elements).map(unwrap);
  const type = unified(
    reading,
    items,
    items.map((item) => reading.typeOf(item, scope)),
    "ARRAY",
  );
  if (isLabels(type)) return { ...type, isList: true };
  return typeof type === "string" && type !== "unknown" ? `${type}[]` : null;
}

/** `list[1]`, `list[1:2]`, `(row).field` */
function elementType(reading: Reading, { fields }: TreeNode, scope: Scope): KnownType {
  const list = reading.typeOf(unwrap(fields.arg), scope);
  const steps = asList(fields.indirection).map(unwrap);
  for (const step of steps) if (step?.kind === "A_Indices") around(reading, step, scope);
  if (typeof list === "string" && list.endsWith("[]") && steps.every((step) => step?.kind === "A_Indices"))
    return steps.some((step) => step?.fields.is_slice === true) ? list : list.slice(0, -2);
  const [field] = names(steps.length === 1 ? fields.indirection : []);
  if (field !== undefined) {
    const call = unwrap(fields.arg);
    const given =
      call?.kind === "FuncCall"
        ? returnedBy(reading.catalog, functionName(names(call.fields.funcname)))
        : null;
    const columns = rowColumns(reading.catalog, list) ?? given?.columns;
    return columns?.find(({ name }) => name === field)?.type ?? null;
  }
  if (!isLabels(list) || !list.isList || steps.some((step) => step?.kind !== "A_Indices")) return null;
  const isSlice = steps.some((step) => step?.fields.is_slice === true);
  return isSlice ? list : { ...list, isList: false };
}

/** @throws {Refused} 42804: the values of an enum have no collation. */
function collated(reading: Reading, node: TreeNode, scope: Scope): KnownType {
  const type = reading.typeOf(unwrap(node.fields.arg), scope);
  if (isLabels(type))
    throw new Refused("datatypeMismatch", `collations are not supported by type ${type.of.name}`, {
      location: locationIn(node),
    });
  return type === "unknown" ? "text" : type;
}

function windowOf(reading: Reading, { fields }: TreeNode, scope: Scope): null {
  for (const item of asList(fields.partitionClause).map(unwrap)) reading.typeOf(item, scope);
  const order = asList(fields.orderClause).map(unwrap);
  const types = order.map((item) =>
    reading.typeOf(unwrap((item?.fields as TreeFields | undefined)?.node), scope),
  );
  placedSort(reading, order, types);
  for (const bound of [fields.startOffset, fields.endOffset]) reading.typeOf(unwrap(bound), scope);
  return null;
}
