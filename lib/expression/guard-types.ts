import { allowedTypes } from "./allowed-types.ts";
import { nearestHint, type Refusal, refuse } from "./refusal.ts";
import { locationOf, names, type TreeNode } from "./tree.ts";

/** Types that Postgres has and typed SQL has not: they look objects or roles up, or are the server's own. */
const systemType = new RegExp(
  "^(?:reg(?:class|collation|dictionary|namespace|oper|operator|proc|procedure|role|type)|pg_\\w+|oid|oidvector|" +
    "int2vector|xid8?|cid|tid|xml|aclitem|gtsvector|refcursor|txid_snapshot)$",
);

/** Pseudo types: no value is of them. */
const pseudoType =
  /^(?:any(?:array|element|enum|nonarray|range|multirange|compatible\w*)?|record|void|unknown|cstring|internal|trigger|event_trigger|\w+_handler)$/;

/**
 * A `TypeName` node: in a cast, a column definition list, `JSON_TABLE`, `RETURNING`.
 * Only listed types of `pg_catalog`, and arrays of them; no `SETOF`, no `%TYPE`.
 */
export function guardTypeName(node: TreeNode): Refusal | null {
  const location = locationOf(node);
  // Neither field is in the list of allowed ones, so a walk refuses them as well; this message is the better one.
  if (node.fields.setof === true || node.fields.pct_type === true) {
    return refuse("featureNotSupported", "SETOF and %TYPE are not supported in a query.", { location });
  }
  const path = names(node.fields.names);
  const name = path.at(-1) ?? "";
  const isBuiltin = path.length === 1 || (path.length === 2 && path[0] === "pg_catalog");
  // A row without a name: `null::record`.
  if (isBuiltin && (isAllowedType(name) || name === "record")) return null;
  if (isBuiltin && (isSystemType(name) || pseudoType.test(name))) {
    return refuse("featureNotSupported", `The type "${name}" is not available here.`, { location });
  }
  return refuse("undefinedObject", `type "${path.join(".")}" does not exist`, {
    location,
    hint: nearestHint(name, allowedTypes),
  });
}

/** Whether a name is a type that a value could be cast to, and that typed SQL may not use. */
export function isSystemType(name: string): boolean {
  return systemType.test(name.replace(/^_/, ""));
}

function isAllowedType(name: string): boolean {
  // `_text` is how the catalog names `text[]`.
  return allowedTypes.has(name) || (name.startsWith("_") && allowedTypes.has(name.slice(1)));
}
