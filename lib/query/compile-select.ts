import type { Catalog, CatalogTable } from "../catalog/types.ts";
import { guardQuery } from "../expression/guard.ts";
import type { Refusal } from "../expression/refusal.ts";
import { compile, ident } from "../sql/sql.ts";
import { byteIndex, codePoints } from "./positions.ts";
import type { RawStatement } from "./sql-parser.ts";
import { resolveTables, withQueryNames } from "./table-references.ts";
import { tokens } from "./tokens.ts";

/** A query over virtual tables as one statement over stored rows. */
export interface CompiledSelect {
  readonly text: string;
  /** How many parameters the statement takes: the highest `$n` in it. */
  readonly parameters: number;
  /** A place in `text` as one in the statement as typed; both 1-based code points. Null for a place in our own text. */
  readonly toStatement: (position: number) => number | null;
}

export type SelectOutcome =
  | { readonly ok: true; readonly compiled: CompiledSelect }
  | { readonly ok: false; readonly refusal: Refusal };

/** Text that is put around a statement's own, which stays as typed. */
interface Frame {
  /** UTF-16 index in the statement. */
  readonly insertAt: number;
  readonly inserted: string;
  readonly appended: string;
}

/**
 * Guards a query and puts the relations of the tables it reads in front of it, as WITH queries that SQL's own scoping
 * rules resolve: `WITH "posts" AS NOT MATERIALIZED (…) SELECT title FROM posts`.
 *
 * @param text what was parsed; the statement's locations refer to it.
 * @param relation a table's stored rows as a query without parameters, with every name in it qualified by its schema.
 */
export function compileSelect(
  catalog: Catalog,
  text: string,
  statement: RawStatement,
  relation: (table: CatalogTable) => string,
): SelectOutcome {
  const refusal = guardQuery(statement.tree);
  if (refusal !== null) return { ok: false, refusal };
  const resolved = resolveTables(catalog, statement.tree);
  if (!resolved.ok) return resolved;
  const { tables, qualifiers, parameters } = resolved.references;
  const own = withoutQualifiers(text, qualifiers).slice(statement.start, statement.end);
  const relations = catalog.tables
    .filter((table) => tables.includes(table.definition.name))
    .map((table) => `${compile(ident(table.definition.name)).text} AS NOT MATERIALIZED (${relation(table)})`);
  const frame = frameFor(own, relations.join(", "), withQueryNames(statement.tree), tables);
  const framed = own.slice(0, frame.insertAt) + frame.inserted + own.slice(frame.insertAt) + frame.appended;
  return { ok: true, compiled: { text: framed, parameters, toStatement: positionMap(own, frame) } };
}

/** Blanks `public.` with as many spaces: the relations have no schema, and no position moves. */
function withoutQualifiers(text: string, offsets: readonly number[]): string {
  if (offsets.length === 0) return text;
  const toIndex = byteIndex(text);
  let blanked = "";
  let done = 0;
  for (const start of offsets.map(toIndex).toSorted((a, b) => a - b)) {
    const end = dotEnd(text, start);
    // One space for each code point, as positions are counted in those.
    blanked += text.slice(done, start) + " ".repeat(codePoints(text.slice(start, end)));
    done = end;
  }
  return blanked + text.slice(done);
}

/** The end of the first dot behind a place; comments and quotes may stand between the schema and its dot. */
function dotEnd(text: string, start: number): number {
  for (const token of tokens(text, start)) {
    if (token.kind === "punctuation" && text[token.start] === ".") return token.end;
  }
  return start;
}

function frameFor(
  own: string,
  relations: string,
  withNames: readonly string[],
  tables: readonly string[],
): Frame {
  if (tables.length === 0) return { insertAt: 0, inserted: "", appended: "" };
  if (withNames.length === 0) return { insertAt: 0, inserted: `WITH ${relations} `, appended: "" };
  if (withNames.some((name) => tables.includes(name))) {
    // `WITH posts AS (SELECT … FROM posts)`: one list cannot hold both, so the table goes one level out.
    // The line break ends a comment that the statement may end in.
    return { insertAt: 0, inserted: `WITH ${relations} SELECT * FROM (`, appended: "\n) AS result" };
  }
  return { insertAt: withListStart(own), inserted: ` ${relations},`, appended: "" };
}

/** Where the list of a statement's WITH begins: behind the parentheses around the statement, WITH and RECURSIVE. */
function withListStart(own: string): number {
  let end = 0;
  for (const token of tokens(own)) {
    const word = own.slice(token.start, token.end).toUpperCase();
    if (end > 0) return word === "RECURSIVE" ? token.end : end;
    if (word === "WITH") end = token.end;
  }
  return end;
}

function positionMap(own: string, frame: Frame): (position: number) => number | null {
  const before = codePoints(own, frame.insertAt);
  const inserted = codePoints(frame.inserted);
  const last = codePoints(own) + 1;
  return (position) => {
    if (position <= before) return position;
    return position <= before + inserted ? null : Math.min(position - inserted, last);
  };
}
