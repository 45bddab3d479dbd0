import { type ParsedSqlType, parseSqlType } from "../../catalog/parse-sql-type.ts";
import type { Column, Constraint, ConstraintNames } from "../../catalog/types.ts";
import { refusalCodes } from "../../expression/refusal.ts";
import { asList, names, type TreeFields, unwrap } from "../../expression/tree.ts";
import { behindDefault } from "../text/clauses.ts";
import { quoted } from "../text/statement-names.ts";
import { typeNameOf } from "../text/type-text.ts";
import { Refused } from "../write/refused.ts";
import { clausesOf, refuseContradictions } from "./column-contradictions.ts";
import { readDefault } from "./column-default.ts";
import { columnDomain, ofDomain } from "./domains.ts";
import { expressionBehind } from "./expression-text.ts";
import { wayWithoutType } from "./extension-types.ts";
import { isComparable, keyExpression } from "./key-expression.ts";
import { constraintOf, type ReadConstraint } from "./read-constraint.ts";
import { readCounter, sequenceDefault } from "./sequence-default.ts";
import { type DefinitionInput, unsupported } from "./step.ts";

/** A column as typed, with the constraints that are not flags of it. */
export interface ReadColumn {
  readonly column: Column;
  readonly constraints: readonly Constraint[];
}

/** `price numeric(10, 2) NOT NULL DEFAULT 0 CHECK (price >= 0)` */
export function readColumn(input: DefinitionInput, node: TreeFields, end: number): ReadColumn {
  const name = String(node.colname);
  const domain = columnDomain(input.catalog, node.typeName as TreeFields);
  const hasDefault = JSON.stringify(node.constraints ?? []).includes('"CONSTR_DEFAULT"');
  const given = domain === undefined ? null : ofDomain(domain, name, hasDefault);
  const type: ColumnTypeFields = given?.type ?? readType(input, node.typeName as TreeFields);
  if (node.collClause !== undefined) refuseCollation(node.collClause as TreeFields);
  const items = clausesOf(node);
  refuseContradictions(input, name, items, type.isSerial === true);
  const read = items.map((item, index) => {
    const next = items
      .slice(index + 1)
      .find(({ fields }) => Number(fields.location ?? 0) > Number(item.fields.location ?? 0));
    const stop = next === undefined ? end : input.indexOf(Number(next.fields.location ?? 0));
    return columnConstraint(input, { name, ...withoutSerial(type) }, item.fields, stop);
  });
  const serial: Partial<Column> = type.isSerial ? { identity: "by default", required: true } : {};
  const own = {
    name,
    ...withoutSerial(type),
    ...serial,
    ...given?.flags,
    ...Object.assign({}, ...read.map(({ flags }) => flags)),
  };
  const constraintNames: ConstraintNames = Object.assign(
    {},
    ...read.map(({ constraint_names }) => constraint_names),
  );
  const named = Object.keys(constraintNames).length === 0 ? {} : { constraint_names: constraintNames };
  return {
    column: { ...own, ...named },
    constraints: [
      ...(given?.constraints ?? []),
      ...read.flatMap(({ constraint }) => (constraint === undefined ? [] : [constraint])),
    ],
  };
}

type ColumnTypeFields = Pick<Column, "type" | "sql_type" | "enum_values"> & { readonly isSerial?: true };

function withoutSerial({ isSerial: _, ...type }: ColumnTypeFields): Omit<ColumnTypeFields, "isSerial"> {
  return type;
}

/** A `TypeName` as the definition of a column has it: one of Postgres's types, or an enum of the database's own. */
export function readType(
  { catalog, notices }: Pick<DefinitionInput, "catalog" | "notices">,
  node: TreeFields,
): ColumnTypeFields {
  const path = names(node.names);
  const location = Number(node.location ?? 0);
  const own = catalog.enums?.find(({ name }) => name === path.at(-1));
  const dimensions = asList(node.arrayBounds).length;
  if (own !== undefined && (path.length === 1 || path[0] === "public")) {
    if (dimensions > 0) {
      notices.push(`an array of "${own.name}" is one of texts: its values are not checked`);
      return { type: "text[]" };
    }
    return { type: "enum", enum_values: own.values };
  }
  const typmods = asList(node.typmods).map((item) => {
    const { ival } = (unwrap(item)?.fields ?? {}) as { ival?: { ival?: number } };
    return ival?.ival ?? 0;
  });
  const parsed = parseSqlType(path, typmods, dimensions);
  if (!parsed.ok) throw refusedType(parsed, location);
  const { ok: _, ...type } = parsed;
  return type;
}

function refusedType(parsed: Extract<ParsedSqlType, { ok: false }>, location: number): Refused {
  const cause =
    Object.entries(refusalCodes).find(([, code]) => code === parsed.code)?.[0] ?? "featureNotSupported";
  const hint = wayWithoutType(parsed.message);
  // The cast: the key of an entry of the very table.
  return new Refused(cause as keyof typeof refusalCodes, parsed.message, {
    location,
    ...(hint === null ? {} : { hint }),
  });
}

export function refuseCollation(clause: TreeFields): void {
  const name = names(clause.collname).at(-1) ?? "";
  if (name === "C" || name === "default" || name === "ucs_basic" || name === "pg_c_utf8") return;
  throw unsupported(
    `The collation "${name}" of a column`,
    Number(clause.location ?? 0),
    "Text is ordered by bytes; write COLLATE in the query.",
  );
}

type DefaultedColumn = Pick<Column, "name" | "type" | "sql_type">;

interface ReadColumnConstraint {
  readonly flags?: Partial<Column>;
  readonly constraint?: Constraint;
  readonly constraint_names?: ConstraintNames;
}

function columnConstraint(
  input: DefinitionInput,
  column: DefaultedColumn,
  node: TreeFields,
  end: number,
): ReadColumnConstraint {
  const kind = String(node.contype);
  const called = (flag: keyof ConstraintNames): Pick<ReadColumnConstraint, "constraint_names"> =>
    node.conname === undefined ? {} : { constraint_names: { [flag]: String(node.conname) } };
  switch (kind) {
    case "CONSTR_NULL":
    case "CONSTR_ATTR_NOT_DEFERRABLE":
    case "CONSTR_ATTR_IMMEDIATE":
    case "CONSTR_ATTR_ENFORCED":
      return {};
    case "CONSTR_ATTR_DEFERRABLE":
      return {};
    case "CONSTR_ATTR_DEFERRED":
      input.notices.push("the constraint is checked at the end of each statement, not of the transaction");
      return {};
    case "CONSTR_NOTNULL":
      return { flags: { required: true } };
    case "CONSTR_DEFAULT":
      return { flags: defaultOf(input, column, node, end) };
    case "CONSTR_PRIMARY":
      return { flags: { primary_key: true }, ...called("primary_key") };
    case "CONSTR_UNIQUE":
      if (node.nulls_not_distinct === true) return { constraint: nullsEqualKey(node, [column]) };
      return { flags: { unique: true }, ...called("unique") };
    case "CONSTR_IDENTITY":
      readCounter(input, node.options);
      return { flags: { identity: node.generated_when === "a" ? "always" : "by default", required: true } };
    case "CONSTR_GENERATED":
      return { flags: { generated: expressionBehind(input, node, ["AS"]) } };
    default: {
      const constraint: ReadConstraint = constraintOf(input, node, [column.name]);
      return { constraint };
    }
  }
}

/** `UNIQUE NULLS NOT DISTINCT (a, b)`: one null is as good as another. */
export function nullsEqualKey(
  node: TreeFields,
  columns: readonly Pick<Column, "name" | "type" | "sql_type">[],
): Constraint {
  const parts = columns.map((column) => ({ text: quoted(column.name), type: typeNameOf(column) }));
  const strange = parts.find(({ type }) => !isComparable(type));
  if (strange !== undefined)
    throw unsupported(`NULLS NOT DISTINCT of ${strange.type}`, Number(node.location ?? 0));
  return {
    kind: "unique",
    ...(node.conname === undefined ? {} : { name: String(node.conname) }),
    columns: columns.map(({ name }) => name),
    expression: keyExpression(parts, { nullsEqual: true }),
  };
}

/** `DEFAULT …`, up to the next constraint of the column. */
function defaultOf(
  input: DefinitionInput,
  column: DefaultedColumn,
  node: TreeFields,
  end: number,
): Partial<Column> {
  const value = unwrap(node.raw_expr);
  const start = input.indexOf(Number(node.location ?? 0));
  const text = behindDefault(input.text, { start, end }).replace(/,$/, "").trim();
  return sequenceDefault(input, column, value, text) ?? readDefault(input.catalog, column, value, text);
}
