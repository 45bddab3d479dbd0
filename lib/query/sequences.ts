import { isIdentity } from "../catalog/column-facts.ts";
import { constraintName } from "../catalog/constraint-names.ts";
import type { Catalog, CatalogSequence, CatalogTable, Column } from "../catalog/types.ts";
import { type SequenceCall, type SequenceName, sequenceCall } from "../expression/sequence-calls.ts";
import { allNodes, asList, leftmostLocation, locationOf, type TreeNode, unwrap } from "../expression/tree.ts";
import { compile, literal, sql } from "../sql/sql.ts";
import type { CallerEdit } from "./calls/caller-edits.ts";
import { bracketsFrom, listItems, placedTokens } from "./text/clauses.ts";
import { Refused } from "./write/refused.ts";

/** A sequence of its own, or the one that an identity column has by itself. */
export type FoundSequence =
  | { readonly name: string; readonly sequence: CatalogSequence }
  | { readonly name: string; readonly table: CatalogTable };

/** As Postgres names the sequence of a serial column. */
export function serialSequence(table: string, column: string): string {
  return constraintName(table, "unique", [column]).replace(/_key$/, "_seq");
}

export function sequenceNamed(catalog: Catalog, name: string): FoundSequence | undefined {
  const sequence = catalog.sequences?.find((own) => own.name === name);
  if (sequence !== undefined) return { name, sequence };
  const table = catalog.tables.find(({ definition }) => {
    const counted = countedColumn(definition);
    return counted !== undefined && serialSequence(definition.name, counted.name) === name;
  });
  return table === undefined ? undefined : { name, table };
}

function countedColumn(definition: CatalogTable["definition"]): Column | undefined {
  return definition.columns.find((column) => isIdentity(definition, column));
}

/** The sequence that a call names; null: `pg_get_serial_sequence` of a column that has none. */
function meantSequence(catalog: Catalog, named: SequenceName, location: number | null): FoundSequence | null {
  if ("name" in named) {
    const found = sequenceNamed(catalog, named.name);
    if (found !== undefined) return found;
    throw new Refused("undefinedTable", `relation "${named.name}" does not exist`, { location });
  }
  const table = catalog.tables.find(({ definition }) => definition.name === named.table);
  if (table === undefined)
    throw new Refused("undefinedTable", `relation "${named.table}" does not exist`, { location });
  const column = table.definition.columns.find(({ name }) => name === named.column);
  if (column === undefined)
    throw new Refused(
      "undefinedColumn",
      `column "${named.column}" of relation "${named.table}" does not exist`,
      { location },
    );
  if (isIdentity(table.definition, column)) return { name: serialSequence(named.table, column.name), table };
  const key = table.storage.columns[column.name]?.key;
  const sequence = catalog.sequences?.find(
    ({ ownedBy }) => ownedBy?.table === table.id && ownedBy.key === key,
  );
  return sequence === undefined ? null : { name: sequence.name, sequence };
}

/**
 * Calls of `nextval('x')` and its like, with the function of ours and the sequence's id in the place of the function's name and
 * of the sequence's: what else is given stays as typed.
 *
 * @throws {Refused} 42P01 for a sequence that is not there.
 */
export function sequenceEdits(
  catalog: Catalog,
  text: string,
  statement: TreeNode,
  indexOf: (byteOffset: number) => number,
): readonly CallerEdit[] {
  const edits = allNodes(statement).flatMap((node): CallerEdit[] => {
    const call = sequenceCall(node);
    if (call === null) return [];
    const location = locationOf(node);
    const named = unwrap(asList(node.fields.args)[0]);
    const nameAt = named === null ? location : leftmostLocation(named);
    return edit(catalog, text, call, { at: indexOf(location ?? 0), location: nameAt });
  });
  // `nextval(pg_get_serial_sequence(…))` is one.
  return edits.filter(
    (own) => !edits.some((other) => other !== own && other.at <= own.at && other.end >= own.end),
  );
}

function edit(
  catalog: Catalog,
  text: string,
  { call, named }: SequenceCall,
  { at, location }: { readonly at: number; readonly location: number | null },
): CallerEdit[] {
  const { open, inside, after } = bracketsFrom(text, at);
  if (named === undefined) return [{ at, end: open.start, text: "app.lastval" }];
  const found = meantSequence(catalog, named, location);
  if (call === "pg_get_serial_sequence") {
    const name = found === null ? sql`null` : literal(`public.${written(found.name)}`);
    return [
      { at, end: after, text: `(select ${compile(sql`${name}::text`).text} as pg_get_serial_sequence)` },
    ];
  }
  const [first] = listItems(text, inside);
  // As in Postgres, which does not call it with a null.
  const id = found === null ? null : "table" in found ? found.table.id : found.sequence.id;
  const given =
    id === null ? sql`null::uuid, null` : sql`${literal(id)}::uuid, ${literal(found?.name ?? "")}`;
  return [{ at, end: first?.end ?? after, text: `app.${call}(${compile(given).text}` }];
}

function written(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** The columns whose default takes numbers of a sequence, by its name. */
export function defaultsUsing({ tables }: Pick<Catalog, "tables">, name: string) {
  return tables.flatMap(({ definition }) =>
    definition.columns
      .filter(({ default_expression: text }) => text !== undefined && sequencesIn(text).includes(name))
      .map((column) => ({ table: definition.name, column })),
  );
}

/** The names in `nextval('x')`, by the words of an expression. */
function sequencesIn(text: string): readonly string[] {
  return places(text).map(({ name }) => name);
}

/** The expression with another name for a sequence. */
export function renamedSequence(text: string, from: string, to: string): string {
  return places(text)
    .filter(({ name }) => name === from)
    .toReversed()
    .reduce(
      (left, { start, end }) =>
        `${left.slice(0, start)}'${written(to).replaceAll("'", "''")}'${left.slice(end)}`,
      text,
    );
}

function places(text: string) {
  const placed = placedTokens(text, { start: 0, end: text.length });
  return placed.flatMap(({ word, kind }, index) => {
    const said = placed[index + 2];
    if (kind !== "word" || !/^(?:NEXTVAL|CURRVAL)$/.test(word) || placed[index + 1]?.word !== "(") return [];
    if (said?.kind !== "string") return [];
    const named = text.slice(said.start + 1, said.end - 1).replaceAll("''", "'");
    const last = /(?:"((?:[^"]|"")*)"|([^".\s]+))\s*$/.exec(named);
    const name = last?.[1]?.replaceAll('""', '"') ?? last?.[2]?.toLowerCase() ?? "";
    return [{ name, start: said.start, end: said.end }];
  });
}
