import { callMark } from "../../catalog/call-mark.ts";
import type { EnumType } from "../../catalog/enum-type.ts";
import { bareFunctionName } from "../../catalog/function-schema.ts";
import { valueType } from "../../catalog/stored-objects.ts";
import type { Catalog, CatalogFunction, EmbeddedCall } from "../../catalog/types.ts";
import { type CallPlace, placedCall } from "../../engine/embedded-calls.ts";
import { callSelect, returnedColumns } from "../../engine/stored-view.ts";
import type { TableReader } from "../../engine/table-reader.ts";
import type { Refusal } from "../../expression/refusal.ts";
import type { TreeNode } from "../../expression/tree.ts";
import { compile, ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { labelsOf, withLabels } from "../enums/reading.ts";
import {
  attributeCalls,
  attributeRange,
  columnCalls,
  rowCallText,
  rowPart,
  rowText,
  widened,
} from "../rows/row-calls.ts";
import {
  behindCast,
  castedRow,
  nullEdits,
  type PopulateCall,
  populatedRows,
  type RowTypeUses,
  rowTypeUses,
} from "../rows/row-types.ts";
import { literalEdits, rowValueEdits, rowValues } from "../rows/row-values.ts";
import { withWholeRows } from "../rows/whole-rows.ts";
import { listItems, placedTokens, type Range, tokenFrom } from "../text/clauses.ts";
import { cutter, type Edit } from "../text/composed-text.ts";
import { EditList, editsFrom } from "../text/edit-list.ts";
import { quoted } from "../text/statement-names.ts";
import { Refused } from "../write/refused.ts";
import { typesOf } from "./call-types.ts";
import {
  argumentsOf,
  bracketOf,
  callableNames,
  calledFunction,
  refused,
  type StoredCall,
  storedCalls,
  writesHere,
} from "./stored-calls.ts";

/** What stands in a call's place, of the function and its arguments. */
type PlacedAs = (called: CatalogFunction, given: readonly (Sql | null)[], place: CallPlace) => string;

interface CallInput {
  readonly catalog: Catalog;
  readonly typed: string;
  readonly statement: TreeNode;
  readonly indexOf: (byteOffset: number) => number;
  /** The other edits of the text, which arguments may hold. */
  readonly edits: readonly Edit[];
  /** What stands for a type's labels. Absent: they themselves. */
  readonly labelsAs?: (type: EnumType) => string;
  /** Absent: the function's own SELECT. */
  readonly placedAs?: PlacedAs;
  /** How the caller reads what a function reads. Absent: nothing binds the caller. */
  readonly read?: TableReader | undefined;
}

/** A call, and where its words stand. */
interface PlacedCall extends StoredCall {
  readonly at: number;
  readonly after: number;
  /** Of its arguments. */
  readonly ranges: readonly Range[];
  readonly populate?: PopulateCall;
}

/** Each call replaced by what stands in its place, the arguments as typed. */
export function callEdits(input: CallInput): readonly Edit[] {
  const { catalog, typed, statement, edits } = input;
  const typeOf = typesOf(catalog, statement);
  const uses = rowTypeUses(catalog, statement);
  const values = rowValues(catalog, statement);
  const given = edits.toSorted((a, b) => a.at - b.at);
  const made = new EditList([
    ...columnEdits(input),
    ...nullEdits(uses, typed, input.indexOf),
    ...literalEdits(uses.literals, typed, input.indexOf),
    ...rowValueEdits(values, typed, input.indexOf),
  ]);
  // From the last one on: those in the arguments of another come before it.
  for (const placed of placedCalls(input, uses).toSorted((a, b) => b.at - a.at)) {
    const { call, at, after, ranges } = placed;
    const within = made.from(at, after);
    const around = editsFrom(given, at, after).filter(
      (edit) => !within.some((own) => edit.at >= own.at && edit.at < own.end),
    );
    const cut = cutter(typed, [...around, ...within]);
    const argumentText = ({ start, end }: Range) =>
      keyword(
        cut(start, end)
          .map(({ text }) => text)
          .join(""),
      );
    if (placed.populate !== undefined) {
      made.put(populateEdit(typed, placed, placed.populate, ranges.map(argumentText)));
      continue;
    }
    const called = calledFunction(catalog, call, typeOf);
    if (called.writes !== undefined) throw writesHere(call, called);
    input.read?.demandCall?.(called);
    const args = argumentsOf(called, call, ranges, typed, argumentText);
    made.put(withLateral(typed, placed, editOf(input, placed, called, args)));
  }
  return withWholeRows(input, uses, values, made).map((edit) => ({
    ...edit,
    text: withLabels(edit.text, labelsOf(catalog, input.labelsAs)),
  }));
}

function placedCalls(
  { catalog, typed, statement, indexOf }: CallInput,
  { populates }: RowTypeUses,
): readonly PlacedCall[] {
  const callable = callableNames(catalog);
  const calls = storedCalls(callable, statement).map((call): PlacedCall => {
    const at = indexOf(Number(call.call.fields.location ?? 0));
    const { inside, after } = bracketOf(typed, at);
    return { ...call, at, after, ranges: listItems(typed, inside) };
  });
  const attributes = attributeCalls(catalog, callable, statement).map(({ call, row }): PlacedCall => {
    const { at, row: own, after } = attributeRange(typed, indexOf(Number(row.fields.location ?? 0)));
    return { call, item: null, isColumn: false, parent: null, at, after, ranges: [own] };
  });
  const populated = populates.map((populate): PlacedCall => {
    const { call, item, parent } = populate;
    const at = indexOf(Number(call.fields.location ?? 0));
    const { inside, after: close } = bracketOf(typed, at);
    const { isColumn, cast } = populate;
    const start = cast === undefined ? at : Math.min(at, indexOf(Number(cast.fields.location ?? 0)));
    // `cast(row(…) as posts)` begins in front of the row.
    const behind = start < at ? bracketOf(typed, start).after : behindCast(typed, close);
    const after = populate.isRow ? behind : close;
    return { call, item, isColumn, parent, at: start, after, ranges: listItems(typed, inside), populate };
  });
  return [...calls, ...attributes, ...populated];
}

/** `jsonb_populate_record(null::posts, …)` as rows of its columns. */
function populateEdit(
  typed: string,
  placed: PlacedCall,
  populate: PopulateCall,
  values: readonly Sql[],
): Edit {
  const { at, after: end, item } = placed;
  const [base = keyword("null"), value = keyword("null")] = values;
  const rows = populate.isRow ? castedRow(populate, values) : populatedRows(populate, base, value);
  if (item === null) {
    const part = rowPart(placed.parent);
    return widened(typed, { at, end, text: rowText(rows, { part, isColumn: placed.isColumn }) }, part);
  }
  const alias = item.fields.alias === undefined ? { alias: rows.name } : {};
  return withLateral(typed, placed, { at, end, text: placedCall({ as: "rows", ...alias }, rows.select) });
}

/** `title(p)` → `(p)."title"` */
function columnEdits({ catalog, typed, statement, indexOf }: CallInput): readonly Edit[] {
  return columnCalls(catalog, callableNames(catalog), statement).map(({ call, name }): Edit => {
    const at = indexOf(Number(call.fields.location ?? 0));
    const { inside, after } = bracketOf(typed, at);
    const [row] = placedTokens(typed, inside);
    return { at, end: after, text: `(${typed.slice(row?.start, row?.end)}).${quoted(name)}` };
  });
}

/** @throws {Refused} for a call where such a function cannot stand. */
function editOf(
  { catalog, typed, placedAs, read }: CallInput,
  placed: PlacedCall,
  called: CatalogFunction,
  given: readonly (Sql | null)[],
): Edit {
  const { at, after: end, item } = placed;
  if (placedAs !== undefined) return { at, end, text: placedAs(called, given, placeOf(placed, called)) };
  if (item === null && called.returns.kind === "rows" && valueType(called.returns) === null) {
    const part = rowPart(placed.parent);
    return widened(
      typed,
      { at, end, text: rowCallText(catalog, called, given, { part, isColumn: placed.isColumn, read }) },
      part,
    );
  }
  const select = valueSelect(catalog, called, given, read);
  if (item?.fields.is_rowsfrom === true && item.fields.coldeflist === undefined)
    return { at, end, text: listedRows(called, select) };
  if (item?.fields.ordinality === true && item.fields.is_rowsfrom !== true)
    return numberedRows(typed, placed, called, select);
  return { at, end, text: placedCall(placeOf(placed, called), select) };
}

/** What stands in FROM in a call's place is lateral by itself: the word that is typed in front goes with it. */
function withLateral(typed: string, { at, item }: PlacedCall, edit: Edit): Edit {
  if (item?.fields.lateral !== true || edit.at !== at) return edit;
  const placed = placedTokens(typed, { start: 0, end: typed.length });
  const word = placed[tokenFrom(placed, at) - 1];
  return word?.word === "LATERAL" ? { ...edit, at: word.start } : edit;
}

/** Nothing has a type of its own. */
function valueSelect(
  catalog: Catalog,
  called: CatalogFunction,
  given: readonly (Sql | null)[],
  read?: TableReader,
): Sql {
  const select = callSelect(catalog, called, given, read);
  if (called.returns.kind !== "void") return select;
  return sql`select null::void as ${ident(bareFunctionName(called.name))} from (${select}) as "$r"`;
}

/** A call in `ROWS FROM (…)`, where a call has to stand: its rows as an array. */
function listedRows(called: CatalogFunction, select: Sql): string {
  const columns = returnedColumns(called);
  const types = columns.map(({ name, type }) => sql`${ident(name)} ${keyword(type)}`);
  const row = join(columns.map(({ name }) => sql`"$r".${ident(name)}`));
  const names = join(columns.map(({ name }) => ident(name)));
  return compile(
    sql`unnest(array(select row(${row}) from (${select}) as "$r" (${names}))) as (${join(types)})`,
  ).text;
}

/** `f() WITH ORDINALITY` */
function numberedRows(typed: string, placed: PlacedCall, called: CatalogFunction, select: Sql): Edit {
  const all = placedTokens(typed, { start: 0, end: typed.length });
  const last = all[tokenFrom(all, placed.after) + 1];
  const alias = (placed.item?.fields.alias as { aliasname?: string } | undefined)?.aliasname;
  const column =
    called.returns.kind === "rows" ? sql`` : sql` (${ident(alias ?? bareFunctionName(called.name))})`;
  const { text } = compile(
    sql`select "$o".*, row_number() over () as ordinality from (${select}) as "$o"${column}`,
  );
  const name = alias === undefined ? ` AS ${quoted(bareFunctionName(called.name))}` : "";
  return { at: placed.at, end: last?.end ?? placed.after, text: `LATERAL (${text})${name}` };
}

function placeOf(
  { call, item, isColumn }: StoredCall,
  { name: called, returns }: CatalogFunction,
): CallPlace {
  const name = bareFunctionName(called);
  if (item === null) {
    const value = valueType(returns);
    if (returns.kind === "rows" && value === null) throw refused(call, `${called} gives rows, and`);
    const isSet = returns.kind !== "void" && returns.isSet;
    if (isSet && value?.endsWith("[]") === true) throw refused(call, `${called} gives rows, and`);
    if (isSet) return { as: "values", ...(isColumn ? { alias: name } : {}) };
    return { as: "value", ...(returns.kind === "rows" ? { column: name } : {}) };
  }
  const { ordinality, coldeflist, is_rowsfrom, alias } = item.fields;
  if (ordinality === true || coldeflist !== undefined || is_rowsfrom === true)
    throw refused(call, "WITH ORDINALITY and ROWS FROM of a stored function");
  if (alias === undefined) return { as: "rows", alias: name };
  // As in Postgres, the one column is called as the rows are.
  const { aliasname } = alias as { aliasname?: string };
  return { as: "rows", ...(returns.kind === "rows" ? {} : { column: String(aliasname) }) };
}

/** The labels of an enum in a text that is to be stored: a mark, since the type may get others. */
export function embeddedLabels(calls: EmbeddedCall[]): (type: EnumType) => string {
  return ({ id, name }) => {
    const known = calls.findIndex(({ labels }) => labels === id);
    const index =
      known >= 0 ? known : calls.push({ function: "", name, given: [], as: "value", labels: id }) - 1;
    return `${callMark}${index}${callMark}`;
  };
}

/** Calls of a text that is to be stored: each becomes a mark, and the list gets what it stands for. */
export function embeddedCalls(
  catalog: Catalog,
  input: Omit<CallInput, "catalog" | "placedAs" | "labelsAs" | "read">,
  calls: EmbeddedCall[],
):
  | { readonly ok: true; readonly edits: readonly Edit[] }
  | { readonly ok: false; readonly refusal: Refusal } {
  const placedAs: PlacedAs = ({ id, name }, given, place) => {
    const texts = given.map((value) => (value === null ? null : compile(value).text));
    const index = calls.push({ function: id, name, given: texts, ...place }) - 1;
    return `${callMark}${index}${callMark}`;
  };
  try {
    return { ok: true, edits: callEdits({ catalog, ...input, placedAs, labelsAs: embeddedLabels(calls) }) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}
