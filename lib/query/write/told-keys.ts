import { reservedWords } from "../../catalog/checks/reserved-words.ts";
import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { Catalog, Table, ToldKey } from "../../catalog/types.ts";
import { keyParts } from "../definition/key-expression.ts";
import { quoted } from "../text/statement-names.ts";

/** The catalog for a statement that has fallen over a key: what it writes tells its keys on the way (`app.told_key`). */
export function withToldKeys(catalog: Catalog): Catalog {
  return {
    ...catalog,
    tables: catalog.tables.map((table) => ({ ...table, toldKeys: toldKeys(table.definition) })),
  };
}

function toldKeys(table: Table): { readonly [constraint: string]: ToldKey } {
  const keys = namedConstraints(table).filter(
    ({ constraint: { kind } }) => kind === "unique" || kind === "primary_key",
  );
  const isColumn = (name: string) => table.columns.some((column) => column.name === name);
  return Object.fromEntries(
    keys.map(({ name, constraint: { columns = [], expression } }) => {
      const parts = expression === undefined ? columns : keyParts(expression).parts.map(bareName);
      const attributes = parts.map((part) => (isColumn(part) ? shownColumn(part) : part)).join(", ");
      return [name, { attributes, columns: parts.every(isColumn) ? parts : null }];
    }),
  );
}

/** A column of a key of some rows stands there in quotes. */
function bareName(part: string): string {
  return /^"(?:[^"]|"")*"$/.test(part) ? part.slice(1, -1).replaceAll('""', '"') : part;
}

function shownColumn(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) && !reservedWords.has(name) ? name : quoted(name);
}
