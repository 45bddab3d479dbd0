import { parseDefault } from "../../catalog/column-default.ts";
import { isIdentity, primaryKey } from "../../catalog/column-facts.ts";
import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { CatalogTable, Column, Constraint, Json } from "../../catalog/types.ts";
import { compile, ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { columnType, type EnumTypes } from "./column-type.ts";

/** The columns that a script has: whether the credentials' column is among them, its caller decides. */
function scriptColumns(table: CatalogTable, withSecrets: boolean): readonly Column[] {
  return table.definition.columns.filter(
    ({ name }) => withSecrets || table.storage.columns[name]?.place !== "secret",
  );
}

/** CREATE TABLE with what holds of each row by itself; references come when all rows are there. */
export function createTable(table: CatalogTable, enums: EnumTypes, withSecrets: boolean): Sql {
  const columns = scriptColumns(table, withSecrets).map((column) => columnLine(table, column, enums));
  const constraints = namedConstraints(table.definition).flatMap(({ name, constraint }) => {
    const definition = inTable(table, constraint);
    return definition === null ? [] : [sql`CONSTRAINT ${ident(name)} ${definition}`];
  });
  const lines = join([...columns, ...constraints], ",\n  ");
  return sql`CREATE TABLE ${ident(table.definition.name)} (\n  ${lines}\n)`;
}

function columnLine(table: CatalogTable, column: Column, enums: EnumTypes): Sql {
  const isKey = primaryKey(table.definition).includes(column.name);
  const isSecret = table.storage.columns[column.name]?.place === "secret";
  const required = (column.required === true || isKey) && !isSecret ? sql` NOT NULL` : sql``;
  return sql`${ident(column.name)} ${columnType(table, column, enums)}${filling(table, column)}${required}`;
}

function filling(table: CatalogTable, column: Column): Sql {
  if (column.generated !== undefined) return sql` GENERATED ALWAYS AS (${keyword(column.generated)}) STORED`;
  if (isIdentity(table.definition, column))
    return keyword(` GENERATED ${column.identity === "always" ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY`);
  if (column.default_expression !== undefined) return sql` DEFAULT ${keyword(column.default_expression)}`;
  const given = parseDefault(column);
  switch (given.kind) {
    case "now":
      return sql` DEFAULT now()`;
    case "random_uuid":
      return sql` DEFAULT gen_random_uuid()`;
    case "current_user":
      return sql` DEFAULT auth.uid()`;
    case "value":
      return sql` DEFAULT ${literal(defaultText(column, given.value))}`;
    case "none":
    case "invalid":
      return sql``;
  }
}

function defaultText(column: Column, value: Json): string {
  if (column.type === "jsonb") return JSON.stringify(value);
  return Array.isArray(value) ? arrayText(value) : String(value);
}

function arrayText(items: readonly Json[]): string {
  const quoted = items.map((item) => `"${String(item).replace(/["\\]/g, "\\$&")}"`);
  return `{${quoted.join(",")}}`;
}

function inTable(table: CatalogTable, { kind, columns = [], expression }: Constraint): Sql | null {
  const list = () => join(columns.map((name) => ident(name)));
  switch (kind) {
    case "primary_key":
      return sql`PRIMARY KEY (${list()})`;
    case "unique":
      return expression === undefined ? sql`UNIQUE (${list()})` : null;
    case "check":
      // What the values of an enum are, its type says.
      return expression === undefined || isOfEnum(table, columns)
        ? null
        : sql`CHECK (${keyword(expression)})`;
    case "foreign_key":
    case "index":
      return null;
  }
}

function isOfEnum(table: CatalogTable, columns: readonly string[]): boolean {
  return columns.some((name) =>
    table.definition.columns.some((one) => one.name === name && one.type === "enum"),
  );
}

/** ALTER TABLE for each reference to a table that the script has. */
export function createReferences(table: CatalogTable, targets: ReadonlySet<string>): readonly Sql[] {
  return namedConstraints(table.definition).flatMap(
    ({ name, constraint: { kind, columns = [], references } }) => {
      if (kind !== "foreign_key" || references === undefined || !targets.has(references.table)) return [];
      const to =
        references.columns === undefined
          ? sql``
          : sql` (${join(references.columns.map((one) => ident(one)))})`;
      const rule =
        references.on_delete === undefined
          ? sql``
          : keyword(` ON DELETE ${references.on_delete.toUpperCase()}`);
      const update =
        references.on_update === undefined
          ? sql``
          : keyword(` ON UPDATE ${references.on_update.toUpperCase()}`);
      const from = join(columns.map((one) => ident(one)));
      return [
        sql`ALTER TABLE ${ident(table.definition.name)} ADD CONSTRAINT ${ident(name)} FOREIGN KEY (${from}) REFERENCES ${ident(references.table)}${to}${update}${rule}`,
      ];
    },
  );
}

/** The triggers that set columns whenever a row is changed. */
export function createTouches({ definition }: CatalogTable): readonly Sql[] {
  return definition.columns.flatMap(({ name, touched_by: touch }) => {
    if (touch === undefined) return [];
    const called = ident(`${definition.name}_${name}_touch`.slice(0, 60));
    const body = keyword(`BEGIN NEW.${compile(ident(name)).text} := now(); RETURN NEW; END`);
    return [
      sql`CREATE FUNCTION ${called}() RETURNS trigger LANGUAGE plpgsql AS $touch$ ${body} $touch$`,
      sql`CREATE TRIGGER ${ident(touch.trigger)} BEFORE UPDATE ON ${ident(definition.name)} FOR EACH ROW EXECUTE FUNCTION ${called}()`,
    ];
  });
}

/** CREATE INDEX for each index that is no key's own, and for keys of expressions or of some rows. */
export function createIndexes(table: CatalogTable): readonly Sql[] {
  return namedConstraints(table.definition).flatMap(({ name, constraint }) => {
    const { kind, columns = [], directions, method, expression } = constraint;
    if (kind === "unique" && expression !== undefined)
      return [expressionKey(table.definition.name, name, expression)];
    if (kind !== "index" || method !== undefined) return [];
    const keys = columns.map((column, index) =>
      directions?.[index] === "desc" ? sql`${ident(column)} DESC` : ident(column),
    );
    return [sql`CREATE INDEX ${ident(name)} ON ${ident(table.definition.name)} (${join(keys)})`];
  });
}

/**
 * A key of expressions, or of some rows. Of times it compares texts that Postgres does not take for fixed: it then warns instead
 * of stopping the script.
 */
function expressionKey(table: string, name: string, expression: string): Sql {
  // An array is compared as it is; as a text it would depend on settings.
  const compared = expression.replace(/\]::text( end)?$/, "]$1");
  return sql`DO $key$ BEGIN
  CREATE UNIQUE INDEX ${ident(name)} ON ${ident(table)} ((${keyword(compared)}));
EXCEPTION WHEN invalid_object_definition THEN
  RAISE WARNING ${literal(`the unique key ${name.replaceAll("%", "%%")} was not made: its expression is not immutable`)};
END $key$`;
}

/** COMMENT ON for what is described. */
export function createComments(table: CatalogTable, withSecrets: boolean): readonly Sql[] {
  const { name, description } = table.definition;
  const columns = scriptColumns(table, withSecrets).flatMap((column) =>
    column.description === undefined
      ? []
      : [sql`COMMENT ON COLUMN ${ident(name)}.${ident(column.name)} IS ${literal(column.description)}`],
  );
  return [
    ...(description === undefined ? [] : [sql`COMMENT ON TABLE ${ident(name)} IS ${literal(description)}`]),
    ...columns,
  ];
}

/** The name of the sequence that Postgres makes for a column that counts up. */
export function sequenceText(table: string, column: string): string {
  const text = `${table}_${column}_seq`;
  return /^[a-z_][a-z0-9_]*$/.test(text) ? `public.${text}` : `public."${text.replaceAll('"', '""')}"`;
}
