import { randomUUID } from "node:crypto";
import type { CatalogSequence, CatalogTable, Change, Column, ColumnSettings } from "../../catalog/types.ts";
import { asList, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile, ident, literal, sql } from "../../sql/sql.ts";
import { serialSequence } from "../sequences.ts";
import { Refused } from "../write/refused.ts";
import type { ReadColumn } from "./column-definition.ts";
import { readCounter } from "./sequence-default.ts";
import type { DefinitionInput } from "./step.ts";

/** What is done when the changes of a statement have been made: rows that get values, and what then holds of them. */
export interface LaterChanges {
  readonly filled: string[];
  readonly changes: Change[];
  /** Sequences that number the rows, and whose counts go on as those of the columns. */
  readonly sequences: CatalogSequence[];
}

type Set = (settings: ColumnSettings) => readonly Change[];

/** `ADD COLUMN no serial`: rows that exist are numbered first, and have a number each only then. */
export function countedColumn(
  input: DefinitionInput,
  table: string,
  { column, constraints }: ReadColumn,
  later: LaterChanges,
): Column {
  const { required, unique, primary_key, indexed, references, constraint_names: named, ...rest } = column;
  const { identity = "by default", ...plain } = rest;
  const { name } = column;
  const sequence = numbering(serialSequence(table, name), input.counter.last);
  input.counter.last = null;
  later.sequences.push(sequence);
  later.filled.push(
    compile(sql`update ${ident(table)} set ${ident(name)} = nextval(${literal(sequence.name)})`).text,
  );
  const set: ColumnSettings = {
    identity,
    ...(required === true ? { required } : {}),
    ...(indexed === true ? { indexed } : {}),
    ...(references === undefined ? {} : { references }),
  };
  const key = (kind: "primary_key" | "unique"): Change => ({
    kind: "add_constraint",
    table,
    constraint: { kind, columns: [name], ...(named?.[kind] === undefined ? {} : { name: named[kind] }) },
  });
  later.changes.push(
    { kind: "alter_column", table, column: name, set },
    ...(primary_key === true ? [key("primary_key")] : []),
    ...(unique === true ? [key("unique")] : []),
    ...constraints.map((constraint): Change => ({ kind: "add_constraint", table, constraint })),
  );
  return plain;
}

/** @param last the number before the first; null: it begins with one. */
function numbering(name: string, last: number | null): CatalogSequence {
  return {
    id: randomUUID(),
    name,
    type: "bigint",
    start: String((last ?? 0) + 1),
    increment: "1",
    min: String(Math.min(1, (last ?? 0) + 1)),
    max: "9223372036854775807",
  };
}

/** `ADD GENERATED ALWAYS AS IDENTITY` */
export function addIdentity(
  input: DefinitionInput,
  table: CatalogTable,
  column: Column,
  definition: TreeNode | null,
  set: Set,
): readonly Change[] {
  const own = `column "${column.name}" of relation "${table.definition.name}"`;
  const refuse = (said: string) => new Refused("notInPrerequisiteState", `${own} ${said}`);
  if (!isWhole(column))
    throw new Refused("invalidParameterValue", "identity column type must be smallint, integer, or bigint");
  if (column.required !== true && column.primary_key !== true)
    throw refuse("must be declared NOT NULL before identity can be added");
  if (column.identity === "always") throw refuse("is already an identity column");
  if (column.default !== undefined || column.default_expression !== undefined)
    throw refuse("already has a default value");
  readCounter(input, definition?.fields.options);
  return set({ identity: definition?.fields.generated_when === "a" ? "always" : "by default" });
}

function isWhole({ type, sql_type }: Column): boolean {
  return sql_type === undefined ? type === "integer" || type === "bigint" : sql_type === "smallint";
}

/** `SET GENERATED ALWAYS`, `RESTART WITH 100`: options of an identity column. */
export function setIdentity(
  input: DefinitionInput,
  table: CatalogTable,
  column: Column,
  options: TreeNode | null,
  set: Set,
): readonly Change[] {
  if (column.identity === undefined)
    throw new Refused(
      "notInPrerequisiteState",
      `column "${column.name}" of relation "${table.definition.name}" is not an identity column`,
    );
  const items = asList(options?.fields.items ?? []);
  const generated = items
    .flatMap((item) => unwrap(item) ?? [])
    .find(({ fields }) => fields.defname === "generated");
  readCounter(input, items, false);
  const { ival } = (unwrap(generated?.fields.arg)?.fields ?? {}) as { ival?: number };
  return generated === undefined ? set({}) : set({ identity: ival === 97 ? "always" : "by default" });
}

/** @throws {Refused} 42601 for a default of a column that gets its values in another way. */
export function refuseDefault(table: CatalogTable, column: Column, isDropped: boolean): void {
  const own = `column "${column.name}" of relation "${table.definition.name}"`;
  const instead = (what: string) => ({ hint: `Use ALTER TABLE ... ALTER COLUMN ... ${what} instead.` });
  if (column.identity === "always")
    throw new Refused(
      "syntaxError",
      `${own} is an identity column`,
      isDropped ? instead("DROP IDENTITY") : {},
    );
  if (column.generated !== undefined)
    throw new Refused(
      "syntaxError",
      `${own} is a generated column`,
      instead(isDropped ? "DROP EXPRESSION" : "SET EXPRESSION"),
    );
}

/** @throws {Refused} for a column that cannot do without values. */
export function refuseNullable(table: CatalogTable, column: Column, isInKey: boolean): void {
  if (column.identity === "always")
    throw new Refused(
      "syntaxError",
      `column "${column.name}" of relation "${table.definition.name}" is an identity column`,
    );
  if (isInKey) throw new Refused("invalidTableDefinition", `column "${column.name}" is in a primary key`);
}

/** @returns whether the column has what is to go. @throws {Refused} 55000 if not, unless IF EXISTS says that it may. */
export function hasDropped(
  { notices }: DefinitionInput,
  table: CatalogTable,
  { name, missing_ok }: TreeFields,
  what: "identity" | "generated",
): boolean {
  const column = table.definition.columns.find((own) => own.name === name);
  if (column === undefined || column[what] !== undefined) return true;
  const kind = what === "identity" ? "an identity" : "a generated";
  const message = `column "${String(name)}" of relation "${table.definition.name}" is not ${kind} column`;
  if (missing_ok !== true) throw new Refused("notInPrerequisiteState", message);
  notices.push(`${message}, skipping`);
  return false;
}
