import { primaryKey } from "../../catalog/column-facts.ts";
import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { Catalog, CatalogTable, Change, Column, ColumnSettings } from "../../catalog/types.ts";
import { placedTokens, type Range } from "../text/clauses.ts";
import { quoted } from "../text/statement-names.ts";
import type { LaterChanges } from "./alter-identity.ts";
import { foreignKeysTo, viewsOver } from "./dropped-column.ts";
import { type DefinitionInput, unsupported } from "./step.ts";

/**
 * `ALTER COLUMN n TYPE integer USING length(n)`: the values go into a new column, which then takes the place of the old one
 * with its constraints. All rows are there as they were when they are computed.
 *
 * @throws {Refused} 0A000 for a column that others stand on.
 */
export function convertedBy(
  input: DefinitionInput,
  table: CatalogTable,
  column: Column,
  type: Pick<Column, "type" | "sql_type" | "enum_values">,
  { range, isDefaultLost, later }: Conversion,
): Extract<Change, { kind: "add_column" }> {
  refuseNeeded(input.catalog, table, column);
  const own = table.definition.name;
  const made = freeName(table, column.name);
  later.filled.push(`update ${quoted(own)} set ${quoted(made)} = (${expressionOf(input.text, range)}\n)`);
  const constraints = namedConstraints(table.definition).filter(
    ({ name, constraint: { columns = [] } }) =>
      columns.includes(column.name) ||
      table.storage.expressions?.checks?.[name]?.columns.includes(column.name) === true,
  );
  later.changes.push(
    ...constraints.map(({ name }): Change => ({ kind: "drop_constraint", table: own, name })),
    { kind: "drop_column", table: own, column: column.name },
    { kind: "rename_column", table: own, column: made, to: column.name },
    { kind: "alter_column", table: own, column: column.name, set: keptSettings(column, isDefaultLost) },
    ...constraints.map(
      ({ name, constraint }): Change => ({
        kind: "add_constraint",
        table: own,
        constraint: { ...constraint, name },
      }),
    ),
  );
  return { kind: "add_column", table: own, column: { name: made, ...type }, after: column.name };
}

interface Conversion {
  /** The stretch of the action. */
  readonly range: Range;
  /** Whether the same statement drops the column's default. */
  readonly isDefaultLost: boolean;
  readonly later: LaterChanges;
}

function keptSettings(column: Column, isDefaultLost: boolean): ColumnSettings {
  const { required, default: value, default_expression, description } = column;
  return {
    ...(required === true ? { required } : {}),
    ...(value === undefined || isDefaultLost ? {} : { default: value }),
    ...(default_expression === undefined || isDefaultLost ? {} : { default_expression }),
    ...(description === undefined ? {} : { description }),
  };
}

function refuseNeeded(catalog: Catalog, table: CatalogTable, column: Column): void {
  const { name } = column;
  const own = table.definition.name;
  const computed = Object.values(table.storage.expressions?.generated ?? {});
  const isNeeded =
    primaryKey(table.definition).includes(name) ||
    column.identity !== undefined ||
    column.generated !== undefined ||
    column.touched_by !== undefined ||
    table.storage.columns[name]?.place !== "data" ||
    computed.some(({ columns }) => columns.includes(name)) ||
    foreignKeysTo(catalog, own, name).length > 0 ||
    viewsOver(catalog, table, name).length > 0;
  if (!isNeeded) return;
  throw unsupported(
    "USING with an expression, of a column that others stand on,",
    null,
    "Add a column, fill it with an UPDATE, drop the old one and rename the new one.",
  );
}

function freeName({ definition }: CatalogTable, name: string): string {
  const taken = new Set(definition.columns.map((column) => column.name));
  let made = `${name.slice(0, 40)}_converted`;
  while (taken.has(made)) made += "_";
  return made;
}

function expressionOf(text: string, range: Range): string {
  const using = placedTokens(text, range).find(({ depth, word }) => depth === 0 && word === "USING");
  return text.slice(using?.end ?? range.start, range.end).trim();
}
