import { allowedFunctions } from "./allowed-functions.ts";
import { isCallerFunction } from "./caller-functions.ts";
import { isSystemType } from "./guard-types.ts";
import { nearestHint, type Refusal, refuse } from "./refusal.ts";
import { isRefusedAttribute, isRefusedFunction } from "./refused-functions.ts";
import { asList, locationOf, names, type TreeNode, unwrap } from "./tree.ts";
import { valueType } from "./value-type.ts";

/** A `FuncCall`: only listed functions, unqualified or as `pg_catalog.name` (which the grammar itself writes). */
export function guardFunctionCall(node: TreeNode): Refusal | null {
  const path = names(node.fields.funcname);
  const name = path.at(-1) ?? "";
  const isBuiltin = path.length === 1 || (path.length === 2 && path[0] === "pg_catalog");
  if ((isBuiltin && allowedFunctions.has(name)) || isCallerFunction(node)) return null;
  const location = locationOf(node);
  const hint = nearestHint(name, allowedFunctions);
  if (isBuiltin && (isRefusedFunction(name) || isSystemType(name))) return forbidden(name, location);
  const given = asList(node.fields.args).map((argument) => valueType(unwrap(argument)));
  const said = given.includes(null)
    ? `${path.join(".")} does not exist or is not available here`
    : `${path.join(".")}(${given.join(", ")}) does not exist`;
  return refuse("undefinedFunction", `function ${said}`, { location, hint: hint ?? noMatch });
}

/** What Postgres says where no function has the name and takes the arguments. */
export const noMatch =
  "No function matches the given name and argument types. You might need to add explicit type casts.";

/**
 * Attribute notation: `a.f` and `(a).f` call `f(a)` when `a` has no column `f`, with no `FuncCall` in the tree, and cast
 * to the type `f` when it is one. A bare name never does. So the last name of a qualified column reference and every
 * name after an expression must not be one of Postgres's functions or types that are not allowed. Names that Postgres
 * does not know are columns, and Postgres itself says whether they exist.
 *
 * @see https://www.postgresql.org/docs/current/xfunc-sql.html#XFUNC-SQL-COMPOSITE-FUNCTIONS
 */
export function guardAttributes(node: TreeNode): Refusal | null {
  const attributes =
    node.kind === "ColumnRef"
      ? names(node.fields.fields).slice(1)
      : indirectionNames(node.fields.indirection);
  const attribute = attributes.find(
    (name) =>
      !allowedFunctions.has(name) && (isRefusedAttribute(name) || isSystemType(name)) && !harmless.has(name),
  );
  if (attribute === undefined) return null;
  return {
    ...forbidden(attribute, locationOf(node)),
    hint: `If "${attribute}" is a column, write its name without the table's.`,
  };
}

/** Usual column names; as functions of one argument they only convert it, to a number or to two. */
const harmless = new Set(["oid", "xid", "cid", "tid"]);

/** `x[1].name`: subscripts may stand between the names. */
function indirectionNames(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.flatMap((item) => names([item])) : [];
}

/** `CURRENT_DATE` and its like are values; `CURRENT_USER` and its like name roles, schemas and the database. */
export function guardValueFunction(node: TreeNode): Refusal | null {
  const operation = String(node.fields.op ?? "");
  if (/^SVFOP_(CURRENT|LOCAL)_?(DATE|TIME|TIMESTAMP)(_N)?$/.test(operation)) return null;
  const word = operation.replace("SVFOP_", "").toLowerCase();
  return forbidden(word, locationOf(node));
}

function forbidden(name: string, location: number | null): Refusal {
  return refuse("insufficientPrivilege", `permission denied for function ${name}`, {
    location,
    hint: "Only functions that compute on their arguments are available here.",
  });
}
