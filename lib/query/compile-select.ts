import { callMark } from "../catalog/call-mark.ts";
import type { Catalog, CatalogTable, EmbeddedCall } from "../catalog/types.ts";
import { indexedNotNull } from "../engine/read/order.ts";
import { relationSelect } from "../engine/relation.ts";
import { viewSelect } from "../engine/stored-view.ts";
import { guardQuery } from "../expression/guard.ts";
import { type Refusal, refuse } from "../expression/refusal.ts";
import type { TreeNode } from "../expression/tree.ts";
import { compile, ident, join, type Sql, sql } from "../sql/sql.ts";
import { embeddedCalls, embeddedLabels } from "./calls/call-edits.ts";
import { type CallerEdit, callerEdits, withoutCalls } from "./calls/caller-edits.ts";
import { callableNames } from "./calls/stored-calls.ts";
import type { Called } from "./enums/argument-scope.ts";
import { enumEdits } from "./enums/enum-edits.ts";
import { groupedKeyEdits } from "./grouping/grouped-keys.ts";
import { ownTypeEdits, ownTypeNames } from "./own-types.ts";
import type { RawStatement } from "./parser/sql-parser.ts";
import { raiser } from "./plpgsql/raise-words.ts";
import { rowTypeUses } from "./rows/row-types.ts";
import { sequenceEdits } from "./sequences.ts";
import { resolveTables, withQueryNames } from "./table-references.ts";
import { sampleEdits, withSamples } from "./table-samples.ts";
import { isWithin } from "./text/composed-text.ts";
import { byteIndex, codePoints, utf16FromCodePoints } from "./text/positions.ts";
import { type Insertion, splice } from "./text/spliced-text.ts";
import { tokens } from "./text/tokens.ts";
import { Refused } from "./write/refused.ts";

/** A query over virtual tables as one statement over stored rows. */
export interface CompiledSelect {
  readonly text: string;
  /** The numbers `n` of the parameters `$n` that the statement uses. */
  readonly parameters: ReadonlySet<number>;
  /** A place in `text` as one in the statement as typed; both 1-based code points. Null for a place in our own words. */
  readonly toStatement: (position: number) => number | null;
}

export type SelectOutcome =
  | { readonly ok: true; readonly compiled: CompiledSelect }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Guards a query and puts the relations of the tables it reads in front of it, as WITH queries that SQL's own scoping
 * rules resolve: `WITH "posts" AS NOT MATERIALIZED (…) SELECT title FROM posts`. The text itself stays as typed.
 *
 * @param text what was parsed; the statement's locations refer to it.
 */
export function compileSelect(catalog: Catalog, text: string, statement: RawStatement): SelectOutcome {
  const refusal = refuseQuery(catalog, statement.tree);
  if (refusal !== null) return { ok: false, refusal };
  const resolved = resolveTables(catalog, statement.tree);
  if (!resolved.ok) return resolved;
  const { tables, qualifiers, grouped, parameters, sortedBy, samples } = resolved.references;
  const toIndex = byteIndex(text);
  const starts = qualifiers.map((offset) => toIndex(offset) - statement.start).toSorted((a, b) => a - b);
  const unqualified = withoutQualifiers(text.slice(statement.start, statement.end), starts);
  const indexOf = (offset: number) => toIndex(offset) - statement.start;
  const words = replacedWords(catalog, unqualified.text, statement.tree, indexOf, samples);
  if (!words.ok) return words;
  const keys = groupedKeyEdits(catalog, unqualified.text, grouped, indexOf);
  const edits = [...words.edits, ...keys].toSorted((a, b) => a.at - b.at);
  const [own, { moved }] = [withoutCalls(unqualified.text, edits), unqualified];
  const read = catalog.tables.filter((table) => tables.includes(table.definition.name));
  const relations = [
    ...read.map((table) => ({
      name: table.definition.name,
      query: commonTable(catalog, table, sortedBy),
    })),
    ...(catalog.views ?? [])
      .filter(({ name }) => tables.includes(name))
      .map((view) => ({
        name: view.name,
        query: sql`${ident(view.name)} AS NOT MATERIALIZED (${viewSelect(catalog, view)})`,
      })),
  ];
  const insertions = [...relationInsertions(own, relations, withQueryNames(statement.tree)), ...edits];
  const spliced = splice(own, insertions);
  const toStatement = (position: number) => {
    const original = spliced.toOriginal(position);
    return original === null ? null : beforeQualifier(own, moved, original);
  };
  return { ok: true, compiled: { text: spliced.text, parameters, toStatement } };
}

function refuseQuery(catalog: Catalog, tree: TreeNode): Refusal | null {
  return guardQuery(tree, { types: ownTypeNames(catalog), functions: new Set() });
}

type WordsOutcome =
  | { readonly ok: true; readonly edits: readonly CallerEdit[] }
  | Extract<SelectOutcome, { ok: false }>;

/** Calls of `auth.uid()` and its like, the database's own types, and what their values ask for. */
function replacedWords(
  catalog: Catalog,
  text: string,
  tree: TreeNode,
  indexOf: (byteOffset: number) => number,
  nodes: readonly TreeNode[],
  {
    sequences = [],
    ...enums
  }: Parameters<typeof enumEdits>[5] & { readonly sequences?: readonly CallerEdit[] } = {},
): WordsOutcome {
  const words = [
    ...callerEdits(text, tree, indexOf),
    ...sequences,
    ...ownTypeEdits(catalog, text, tree, indexOf),
  ];
  try {
    const edits = enumEdits(catalog, text, tree, indexOf, words, enums);
    const relation = (name: string) => compile(ident(name)).text;
    const samples = sampleEdits({ typed: text, nodes, indexOf, edits, relation });
    return { ok: true, edits: withSamples(edits, samples).toSorted((a, b) => a.at - b.at) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/** A guarded query's own text, ready to stand behind relations of the names that it reads, and those names. */
export interface StoredText {
  readonly query: string;
  readonly tables: readonly string[];
  readonly parameters: ReadonlySet<number>;
  /** Absent: none. */
  readonly calls?: readonly EmbeddedCall[];
}

/** Such a text, and where its places stand in what was typed; both 1-based code points, of the query and of the statement. */
export interface TypedQuery {
  readonly stored: StoredText;
  readonly toStatement: (position: number) => number | null;
}

/**
 * The text of a query to be stored: unqualified, complete, without the relations, which change with the definitions.
 *
 * @param called the function whose body it is.
 * @param takesNumbers whether it may count sequences up.
 */
export function storedText(
  catalog: Catalog,
  text: string,
  statement: RawStatement,
  called?: Called,
  takesNumbers = false,
): ({ readonly ok: true } & TypedQuery) | Extract<SelectOutcome, { ok: false }> {
  const refusal = refuseStored(catalog, statement.tree, takesNumbers) ?? refuseMarks(text);
  if (refusal !== null) return { ok: false, refusal };
  const resolved = resolveTables(catalog, statement.tree);
  if (!resolved.ok) return resolved;
  const { tables, qualifiers, grouped, parameters, samples } = resolved.references;
  const toIndex = byteIndex(text);
  const starts = qualifiers.map((offset) => toIndex(offset) - statement.start).toSorted((a, b) => a - b);
  const unqualified = withoutQualifiers(text.slice(statement.start, statement.end), starts).text;
  const indexOf = (offset: number) => toIndex(offset) - statement.start;
  const embedded: EmbeddedCall[] = [];
  const replaced = replacedWords(catalog, unqualified, statement.tree, indexOf, samples, {
    labelsAs: embeddedLabels(embedded),
    ...(called && { called }),
    ...(takesNumbers && { sequences: sequenceEdits(catalog, unqualified, statement.tree, indexOf) }),
  });
  if (!replaced.ok) return replaced;
  const words = replaced.edits;
  const calls = embeddedCalls(
    catalog,
    { typed: unqualified, statement: statement.tree, indexOf, edits: words },
    embedded,
  );
  if (!calls.ok) return calls;
  const isOutside = ({ at, end = at }: { readonly at: number; readonly end?: number }) =>
    !calls.edits.some((call) => isWithin(call, { at, end }));
  const keys = groupedKeyEdits(catalog, unqualified, grouped, indexOf).filter(isOutside);
  const edits = [...words.filter(isOutside), ...calls.edits, ...keys].toSorted((a, b) => a.at - b.at);
  const { text: query, toOriginal: toStatement } = splice(withoutCalls(unqualified, edits), edits);
  return {
    ok: true,
    toStatement,
    stored: { query, tables, parameters, ...(embedded.length === 0 ? {} : { calls: embedded }) },
  };
}

/** What is stored may call functions of the database's own, and speak of rows of its tables. */
function refuseStored(catalog: Catalog, tree: TreeNode, sequences: boolean): Refusal | null {
  const types = new Set([...ownTypeNames(catalog), ...rowTypeUses(catalog, tree).names]);
  return guardQuery(tree, {
    types,
    functions: new Set([...callableNames(catalog), raiser]),
    ...(sequences && { sequences }),
  });
}

/** A mark that is typed would be taken for one of ours. */
function refuseMarks(text: string): Refusal | null {
  if (!text.includes(callMark)) return null;
  return refuse("featureNotSupported", "A control character is not supported here.", { location: null });
}

/** A name that lost its qualifier: where it stands, and where the qualifier began (UTF-16 indices). */
type Moved = ReadonlyMap<number, number>;

/** Blanks `public` and its dot with as many spaces: the relations have no schema, and no position moves. */
function withoutQualifiers(own: string, starts: readonly number[]): { text: string; moved: Moved } {
  const moved = new Map<number, number>();
  let text = "";
  let done = 0;
  for (const start of starts) {
    let isQualifier = true;
    for (const token of tokens(own, start)) {
      if (!isQualifier) {
        moved.set(token.start, start);
        break;
      }
      // Token by token: a comment in between stays.
      text += own.slice(done, token.start) + " ".repeat(token.end - token.start);
      done = token.end;
      isQualifier = own[token.start] !== ".";
    }
  }
  return { text: text + own.slice(done), moved };
}

/** Postgres marks a name where it begins, which for the user is at its qualifier. */
function beforeQualifier(own: string, moved: Moved, position: number): number {
  const start = moved.size === 0 ? undefined : moved.get(utf16FromCodePoints(own, position - 1));
  return start === undefined ? position : codePoints(own, start) + 1;
}

function relationInsertions(
  own: string,
  tables: readonly { readonly name: string; readonly query: Sql }[],
  withNames: readonly string[],
): readonly Insertion[] {
  if (tables.length === 0) return [];
  const { text: relations } = compile(join(tables.map(({ query }) => query)));
  if (withNames.length === 0) return [{ at: 0, text: `WITH ${relations} ` }];
  if (tables.some(({ name }) => withNames.includes(name))) {
    // `WITH posts AS (SELECT … FROM posts)`: one list cannot hold both, so the table goes one level out.
    // The line break ends a comment that the statement may end in.
    return [
      { at: 0, text: `WITH ${relations} SELECT * FROM (` },
      { at: own.length, text: "\n) AS result" },
    ];
  }
  return [{ at: withListStart(own), text: ` ${relations},` }];
}

function commonTable(catalog: Catalog, table: CatalogTable, sortedBy: ReadonlySet<string>): Sql {
  const name = ident(table.definition.name);
  const relation = relationSelect(catalog, table);
  const conditions = indexedNotNull(table, sortedBy);
  if (conditions.length === 0) return sql`${name} AS NOT MATERIALIZED (${relation})`;
  return sql`${name} AS NOT MATERIALIZED (SELECT * FROM (${relation}) AS d WHERE ${join(conditions, " AND ")})`;
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
