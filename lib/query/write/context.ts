import type { Catalog, CatalogTable, Column } from "../../catalog/types.ts";
import type { Access } from "../../engine/access/access-types.ts";
import type { NewRows } from "../../engine/reference-slots.ts";
import type { TableReader } from "../../engine/table-reader.ts";
import type { DeleteRequest, InsertRequest, UpdateRequest } from "../../engine/write/request.ts";
import type { Settlement, StatementWrite } from "../../engine/write/settlement.ts";
import { compile, ident, keyword, type Sql, sql } from "../../sql/sql.ts";
import type { Fragments } from "../text/composed-text.ts";
import { ours } from "../text/composed-text.ts";
import { markOf } from "../text/mark.ts";
import { quoted } from "../text/statement-names.ts";
import type { KeptRun } from "./kept-run.ts";
import type { DoneWrite, OtherWrites } from "./other-writes.ts";

/** The rules of whoever runs a statement. */
export interface CallerRules {
  readonly read: TableReader;
  access(table: CatalogTable): Access | undefined;
}

/** What the parts of a write's compiler share. */
export interface WriteContext {
  readonly catalog: Catalog;
  /** The statement as typed. */
  readonly typed: string;
  /** The UTF-16 index in `typed` of a byte offset of the parsed text. */
  readonly indexOf: (byteOffset: number) => number;
  /** Cuts a piece out of the statement, its table names replaced by those of the relations in front. */
  readonly cut: (from: number, to: number) => Fragments;
  /** The WITH queries so far, ours and the user's, in order. */
  readonly ctes: Fragments[];
  /** The statement's writes so far, with the one that is being compiled. */
  readonly writes: DoneWrite[];
  /** By a write's place among them: what it is told of the others. */
  readonly others: readonly OtherWrites[];
  /** What follows from all writes together; null: nothing that one of them touches. */
  readonly settlement: Settlement | null;
  /** Names of the tables that are written to. */
  readonly targets: string[];
  /** What the names of the engine's queries of one write begin with: `$1_`. */
  readonly prefix: () => string;
  /** A name of ours that no other part of the statement has: `$2_rows`. */
  readonly name: (suffix: string) => string;
  /** What a query would return, asked of the server; `query` stands behind the WITH queries so far. */
  readonly columnsOf: (query: Fragments) => Promise<readonly string[]>;
  /** `query`: the name of the WITH query that is being compiled; null: the statement's body. */
  readonly state: { isRecursive: boolean; query: string | null };
  /** What binds the caller. Absent: nothing. */
  readonly rules?: CallerRules;
  /** Set when the rows are to be kept as they were. */
  readonly kept?: KeptRun;
  /** Whether the statement's answer counts what was done to its rows. */
  readonly hasEffects: boolean;
}

/** Whether the write that is being compiled says how many rows it added, changed and deleted. */
export function tellsEffects({ hasEffects, state }: WriteContext): boolean {
  return hasEffects && state.query === null;
}

/**
 * Pieces of the statement as typed inside of texts of the engine: `of` gives a placeholder to build with, `fill` puts the
 * pieces back, so that positions in them stay known.
 */
export interface Holes {
  of(fragments: Fragments): Sql;
  fill(text: string): Fragments;
}

const hole = markOf(2);

export function holes(): Holes {
  const pieces: Fragments[] = [];
  return {
    of: (fragments) => keyword(`${hole}${pieces.push(fragments) - 1}${hole}`),
    fill: (text) =>
      text
        .split(hole)
        .flatMap((part, index) => (index % 2 === 0 ? ours(part) : (pieces[Number(part)] ?? []))),
  };
}

/** Engine text, which has no parameters: what a user gives stands in the user's own text. */
export function fixed(fragment: Sql, inserted?: Holes): Fragments {
  const { text, values } = compile(fragment);
  if (values.length > 0) throw new RangeError("a compiled write cannot hold parameters");
  return inserted === undefined ? ours(text) : inserted.fill(text);
}

/** Rows that other writes of the statement may refer to, which Postgres sees when it checks at the end. */
export function keepInserted({ writes }: WriteContext, rows: string, isKnownLate = false): void {
  const write = writes.at(-1);
  if (write === undefined) return;
  write.inserted.push(rows);
  write.parts.push({ table: write.table });
  write.isKnownLate ||= isKnownLate;
}

/** Stored rows that other writes of the statement leave to this one. */
export function keepTouched({ writes }: WriteContext, rows: string | undefined): void {
  if (rows !== undefined) writes.at(-1)?.touched.push(rows);
}

/** What a write is told of those beside it that insert, or change keys. */
export function insertedBeside({
  writes,
  others,
  settlement,
}: WriteContext): Pick<InsertRequest, "newRows" | "movedRows"> {
  const later = others[writes.length - 1]?.inserted;
  const rowsOf: NewRows = ({ id }) => [
    ...writes.flatMap(({ table, inserted }) => (table.id === id ? inserted : [])),
    ...(later?.get(id) ?? []),
  ];
  return { newRows: rowsOf, ...(settlement === null ? {} : { movedRows: settlement.movedRows }) };
}

/** What a delete is told of those beside it that change or delete; nothing: it is the only write. */
export function touchedBeside({
  writes,
  others,
  settlement,
}: WriteContext): Pick<DeleteRequest, "others" | "isSettled"> {
  if (settlement !== null) return { isSettled: true };
  const touched = others[writes.length - 1]?.touched;
  return touched === undefined ? {} : { others: touched };
}

/** What follows for the rows of an update from the other writes. */
export function settledBeside(
  { settlement }: WriteContext,
  table: CatalogTable,
  set: readonly Column[],
): Pick<UpdateRequest, "settled"> {
  return settlement === null ? {} : { settled: settlement.updateOf(table, set) };
}

/** Tells the others of a delete or an update. */
export function keepPart({ writes }: WriteContext, part: StatementWrite): void {
  writes.at(-1)?.parts.push(part);
}

/** Puts a query of ours among the WITH queries and gives a SELECT of it. */
export function throughQuery(context: WriteContext, query: Fragments): Sql {
  const name = context.name("given");
  context.ctes.push([...ours(`${quoted(name)} AS (`), ...query, ...ours("\n)")]);
  return sql`select * from ${ident(name)}`;
}
