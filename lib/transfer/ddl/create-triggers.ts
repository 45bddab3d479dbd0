import { conditionNow } from "../../catalog/trigger-names.ts";
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
        if (table === undefined || strangeName(called, trigger, table) !== null) return [];
        return createTrigger(called, trigger, table);
      }),
    ];
  });
}

/** Of each trigger that is not in the script: on a plain Postgres its function would fail, which goes by names. */
export function triggerNotes({ functions = [], tables }: Catalog): readonly string[] {
  return functions.flatMap((called) =>
    (called.onRows?.triggers ?? []).flatMap((trigger) => {
      const table = tables.find(({ id }) => id === trigger.table);
      const name = table === undefined ? null : strangeName(called, trigger, table);
      if (table === undefined || name === null) return [];
      const [own, of, made] = [trigger.name, table.definition.name, called.name].map((one) =>
        JSON.stringify(one),
      );
      return [
        `-- The trigger ${own} of ${of} is left out: its function ${made} says ${JSON.stringify(name)}, which is no longer a column's name. Make both anew.\n`,
      ];
    }),
  );
}

/** A column that the function says by a name that it has no more, or that WHEN says and that is gone; null: there is none. */
function strangeName(
  { body }: CatalogFunction,
  { insert, update, when }: RowTrigger,
  { storage }: CatalogTable,
): string | null {
  const columns = Object.entries(storage.columns);
  const said = [insert, update].flatMap((work) => work?.says ?? []);
  const strange = said.find(({ name, key }) => {
    if (storage.columns[name]?.key === key) return false;
    const isGone = !columns.some(([, column]) => column.key === key);
    const pattern = `\\b(?:new|old)\\s*\\.\\s*"?${name.replaceAll(/[^\w]/g, "\\$&")}(?![\\w$])`;
    return (isGone && when !== undefined) || new RegExp(pattern, "i").test(body);
  });
  return strange?.name ?? null;
}

function createTrigger({ name }: CatalogFunction, trigger: RowTrigger, table: CatalogTable): readonly Sql[] {
  const { insert, update, of = [], args = [], isDisabled } = trigger;
  const when = conditionNow(table, trigger);
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
