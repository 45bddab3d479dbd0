import { type Refusal, refuse } from "./refusal.ts";
import { asList, locationOf, names, type TreeNode } from "./tree.ts";

/** `OPERATOR(schema.+)` in an expression, `= ANY (subquery)` or `ORDER BY … USING`: only `pg_catalog`'s. */
export function guardOperator(node: TreeNode, field: "name" | "operName" | "useOp"): Refusal | null {
  const path = names(node.fields[field]);
  if (path.length <= 1 || (path.length === 2 && path[0] === "pg_catalog")) return null;
  return refuse("undefinedFunction", `operator does not exist: ${path.join(".")}`, {
    location: locationOf(node),
  });
}

/** `COLLATE`: only `pg_catalog`'s collations, by their bare name or qualified. */
export function guardCollation(node: TreeNode): Refusal | null {
  const path = names(node.fields.collname);
  if (path.length === 1 || (path.length === 2 && path[0] === "pg_catalog")) return null;
  return refuse("undefinedObject", `collation "${path.join(".")}" does not exist`, {
    location: locationOf(node),
  });
}

/** `TABLESAMPLE`: Postgres's own two methods, each of one argument. */
export function guardSample(node: TreeNode): Refusal | null {
  const path = names(node.fields.method);
  const location = locationOf(node);
  const name = path.at(-1) ?? "";
  const isKnown = path.length === 1 || (path.length === 2 && path[0] === "pg_catalog");
  if (!isKnown || (name !== "bernoulli" && name !== "system"))
    return refuse("undefinedObject", `tablesample method ${path.join(".")} does not exist`, { location });
  const count = asList(node.fields.args).length;
  if (count === 1) return null;
  return refuse(
    "invalidTablesampleArgument",
    `tablesample method ${name} requires 1 argument, not ${count}`,
    { location },
  );
}

/** A relation's qualifier: none or `public`. Whether there is such a table is for the catalog to say. */
export function guardRelation(node: TreeNode): Refusal | null {
  const schema = node.fields.schemaname;
  const name = String(node.fields.relname ?? "");
  const location = locationOf(node);
  if (node.fields.catalogname !== undefined) {
    return refuse("featureNotSupported", "cross-database references are not implemented", { location });
  }
  if (schema === undefined || schema === "public") return null;
  if (schema === "pg_catalog" || schema === "information_schema") {
    return refuse("insufficientPrivilege", `permission denied for schema ${schema}`, {
      location,
      hint: "Only the tables of this database can be queried.",
    });
  }
  return refuse("undefinedTable", `relation "${String(schema)}.${name}" does not exist`, {
    location,
    hint: "The tables of this database are in the schema public.",
  });
}

/** `database.schema.table.column` names a database, and a schema other than `public` has no tables. */
export function guardColumnQualifier(node: TreeNode): Refusal | null {
  const path = names(node.fields.fields);
  const isStar = Array.isArray(node.fields.fields) && node.fields.fields.length > path.length;
  const qualifiers = isStar ? path : path.slice(0, -1);
  if (qualifiers.length > 2) {
    return refuse("featureNotSupported", "cross-database references are not implemented", {
      location: locationOf(node),
    });
  }
  if (qualifiers.length < 2 || qualifiers[0] === "public") return null;
  return refuse("undefinedTable", `missing FROM-clause entry for table "${qualifiers.at(-1)}"`, {
    location: locationOf(node),
  });
}
