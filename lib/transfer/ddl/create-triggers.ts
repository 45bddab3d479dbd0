import type { Catalog, CatalogFunction, CatalogTable, RowTrigger } from "../../catalog/types.ts";
import { ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { dollarQuoted, functionIdent } from "./create-function.ts";

/** The triggers that say what becomes of rows, and their functions. */
export function createTriggers({ functions = [], tables }: Catalog): readonly Sql[] {
  return functions.flatMap((called) => {
    const { onRows, body } = called;
    if (onRows === undefined) return [];
    const definer = keyword(
      onRows.isDefiner === true ? " SECURITY DEFINER SET search_path = public, pg_temp" : "",
    );
    return [
      sql`CREATE FUNCTION ${functionIdent(called.name)}() RETURNS trigger LANGUAGE plpgsql${definer} AS ${dollarQuoted(body)}`,
      ...onRows.triggers.flatMap((trigger) => {
        const table = tables.find(({ id }) => id === trigger.table);
        return table === undefined ? [] : createTrigger(called, trigger, table);
      }),
    ];
  });
}

function createTrigger({ name }: CatalogFunction, trigger: RowTrigger, table: CatalogTable): readonly Sql[] {
  const { insert, update, of = [], when, args = [], isDisabled } = trigger;
  const columns = table.definition.columns.filter((column) =>
    of.includes(table.storage.columns[column.name]?.key ?? ""),
  );
  const listed = columns.length === 0 ? sql`` : sql` OF ${join(columns.map((column) => ident(column.name)))}`;
  const events = [
    ...(insert === undefined ? [] : [sql`INSERT`]),
    ...(update === undefined ? [] : [sql`UPDATE${listed}`]),
  ];
  const condition = when === undefined ? sql`` : sql` WHEN (${keyword(when)})`;
  const own = ident(table.definition.name);
  return [
    sql`CREATE TRIGGER ${ident(trigger.name)} BEFORE ${join(events, " OR ")} ON ${own} FOR EACH ROW${condition} EXECUTE FUNCTION ${functionIdent(name)}(${join(args.map((value) => literal(value)))})`,
    ...(isDisabled === true ? [sql`ALTER TABLE ${own} DISABLE TRIGGER ${ident(trigger.name)}`] : []),
  ];
}
