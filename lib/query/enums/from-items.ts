import { functionName } from "../../catalog/function-schema.ts";
import { asList, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { valueType } from "../../expression/value-type.ts";
import { quoted } from "../text/statement-names.ts";
import { labelTypeNamed } from "./casts.ts";
import { isLabels, type KnownType } from "./known-type.ts";
import { checkedBehind, type Reading } from "./reading.ts";
import {
  type Columns,
  type KnownColumn,
  relationColumns,
  renamed,
  returnedBy,
  rowColumns,
  type Scope,
} from "./scope.ts";

/** An item of FROM: what it can be named by is added to the scope. Gives what `*` shows of it. */
export function fromItem(reading: Reading, node: TreeNode | null, scope: Scope): Columns {
  if (node === null) return null;
  switch (node.kind) {
    case "RangeVar":
      return added(
        scope,
        node.fields,
        String(node.fields.relname),
        tableColumns(reading, node.fields, scope),
        rowName(reading, node.fields, scope),
      );
    case "RangeSubselect": {
      const seen = node.fields.lateral === true ? scope : scope.around;
      const query = unwrap(node.fields.subquery);
      const columns = query === null ? null : reading.query(query.fields, seen, scope.queries);
      return added(scope, node.fields, "", columns);
    }
    case "RangeFunction":
      return functionItem(reading, node, scope);
    case "RangeTableSample":
      for (const argument of asList(node.fields.args).map(unwrap)) reading.typeOf(argument, scope);
      return fromItem(reading, unwrap(node.fields.relation), scope);
    case "JoinExpr":
      return joinItem(reading, node, scope);
    default:
      reading.typeOf(node, scope);
      return added(scope, node.fields, "", null);
  }
}

function added(scope: Scope, fields: TreeFields, name: string, columns: Columns, row?: string): Columns {
  const alias = fields.alias as { aliasname?: string } | undefined;
  const own = renamed(columns, alias);
  const source = { alias: alias?.aliasname ?? name, columns: own };
  scope.sources.push(row === undefined ? source : { ...source, row });
  return own;
}

function tableColumns({ catalog }: Reading, { schemaname, relname }: TreeFields, scope: Scope): Columns {
  const name = String(relname);
  if (schemaname === undefined && scope.queries.has(name)) return scope.queries.get(name) ?? null;
  return relationColumns(catalog, name);
}

/** What the type of an item's rows is called; a WITH query's have none. */
function rowName(
  { catalog }: Reading,
  { schemaname, relname }: TreeFields,
  scope: Scope,
): string | undefined {
  const name = String(relname);
  if (schemaname === undefined && scope.queries.has(name)) return undefined;
  return relationColumns(catalog, name) === null ? undefined : name;
}

/** `unnest(list)` gives one column of its elements; what other functions give is not known. */
function functionItem(reading: Reading, node: TreeNode, scope: Scope): Columns {
  const calls = asList(node.fields.functions).map((item) => unwrap(asList(unwrap(item)?.fields.items)[0]));
  const types = calls.map((call) => reading.typeOf(call, scope));
  const [type = null] = types;
  const alias = (node.fields.alias as { aliasname?: string } | undefined)?.aliasname;
  const name = alias ?? names(calls[0]?.fields.funcname).at(-1) ?? "";
  const isAlone = calls.length === 1 && node.fields.coldeflist === undefined;
  const called = functionName(names(calls[0]?.fields.funcname));
  const returned = isAlone ? returnedBy(reading.catalog, called) : null;
  if (returned?.columns != null) {
    const { columns, row } = returned;
    const isRow = row !== null && node.fields.ordinality !== true;
    return added(scope, node.fields, name, [...columns, ...ordinality(node.fields)], isRow ? row : undefined);
  }
  const listed = calls.length === 1 ? listedColumns(reading, node, name) : null;
  if (listed !== null) return added(scope, node.fields, name, listed);
  const row = isAlone && typeof type === "string" ? rowNamed(reading, type) : undefined;
  // Rows are known by their type alone, such as those of jsonb_populate_record.
  if (row !== undefined) {
    const columns = [...(rowColumns(reading.catalog, type) ?? []), ...ordinality(node.fields)];
    return added(scope, node.fields, name, columns, row);
  }
  const isPlain = isAlone && isLabels(type);
  return added(scope, node.fields, name, isPlain ? [{ name, type }, ...ordinality(node.fields)] : null);
}

/**
 * `json_to_recordset(x) AS r (state order_state, n int)`: the columns that it lists. Those of an enum are held against its labels
 * one level further out.
 */
function listedColumns(reading: Reading, { fields }: TreeNode, name: string): Columns {
  if (fields.coldeflist === undefined) return null;
  const columns = asList(fields.coldeflist).flatMap((item): KnownColumn[] => {
    const column = unwrap(item)?.fields;
    const typeName = (column?.typeName ?? {}) as TreeFields;
    const type = labelTypeNamed(reading, typeName) ?? valueType({ kind: "TypeCast", fields: { typeName } });
    return [{ name: String(column?.colname), type }];
  });
  if (!columns.some(({ type }) => isLabels(type))) return columns;
  const { text } = reading;
  const call = unwrap(asList(unwrap(asList(fields.functions)[0])?.fields.items)[0]);
  const at = text.indexOf(Number(call?.fields.location ?? 0));
  const { after } = text.brackets(text.brackets(at).after);
  const shown = columns.map(({ name: own, type }) => {
    const value = quoted(own);
    if (!isLabels(type)) return value;
    return `app.${type.isList ? "labels" : "label"}(${value}${checkedBehind(type)} as ${value}`;
  });
  text.open(at, `${fields.lateral === true ? "" : "LATERAL "}(select ${shown.join(", ")} from `);
  text.close(after, `) as ${quoted(name)}`);
  return columns;
}

function rowNamed({ catalog }: Reading, type: string): string | undefined {
  return rowColumns(catalog, type) === null ? undefined : type;
}

function ordinality(fields: TreeFields): readonly KnownColumn[] {
  return fields.ordinality === true ? [{ name: "ordinality", type: "bigint" }] : [];
}

function joinItem(reading: Reading, { fields }: TreeNode, scope: Scope): Columns {
  const before = scope.sources.length;
  const left = fromItem(reading, unwrap(fields.larg), scope);
  const right = fromItem(reading, unwrap(fields.rarg), scope);
  reading.typeOf(unwrap(fields.quals), scope);
  const merged =
    fields.isNatural === true
      ? (left ?? []).map(({ name }) => name).filter((name) => right?.some((column) => column.name === name))
      : names(fields.usingClause);
  const columns = left === null || right === null ? null : mergedColumns(left, right, merged);
  const alias = fields.alias as { aliasname?: string } | undefined;
  if (alias?.aliasname === undefined) return columns;
  // A join that has a name hides what is in it.
  scope.sources.splice(before);
  return added(scope, fields, "", columns);
}

function mergedColumns(
  left: readonly KnownColumn[],
  right: readonly KnownColumn[],
  merged: readonly string[],
): readonly KnownColumn[] {
  const isOther = ({ name }: KnownColumn) => !merged.includes(name);
  const both = merged.map((name) => ({ name, type: typeNamed(left, name) ?? typeNamed(right, name) }));
  return [...both, ...left.filter(isOther), ...right.filter(isOther)];
}

function typeNamed(columns: readonly KnownColumn[], name: string): KnownType {
  return columns.find((column) => column.name === name)?.type ?? null;
}
