import { eachRow, mayDraw } from "../catalog/each-row.ts";
import { enumWithId } from "../catalog/enum-type.ts";
import { bareFunctionName } from "../catalog/function-schema.ts";
import type {
  Catalog,
  CatalogFunction,
  CatalogTable,
  CatalogView,
  EmbeddedCall,
  FunctionArgument,
  StoredRead,
  TypedName,
} from "../catalog/types.ts";
import { AppError } from "../errors/app-error.ts";
import { compile, ident, join, keyword, literal, type Sql, sql } from "../sql/sql.ts";
import { postgresType, readableColumns } from "./column-sql.ts";
import { type SelectOfCall, withCallsMade } from "./embedded-calls.ts";
import { labelList } from "./enum-order.ts";
import { relationSelect } from "./relation.ts";
import type { TableReader } from "./table-reader.ts";

/**
 * A view as a SELECT of exactly its columns. Its text stands as typed behind the relations that it reads, each under the
 * name and with the columns that it had when the view was made.
 *
 * @param read the caller's way to read a table: the rules of whoever reads the view bind.
 */
export function viewSelect(catalog: Catalog, view: CatalogView, read: TableReader = relationSelect): Sql {
  const columns = join(view.columns.map(({ name }) => ident(name)));
  return sql`${relationsOf(catalog, view.reads, read)}select ${columns} from (${ownText(catalog, view, read)}) as "$view" (${columns})`;
}

/** The text of a stored query with its own columns, whatever they are. */
export function storedSelect(
  catalog: Catalog,
  stored: Pick<CatalogView, "query" | "reads" | "calls">,
  read: TableReader = relationSelect,
): Sql {
  return sql`${relationsOf(catalog, stored.reads, read)}select * from (${ownText(catalog, stored, read)}) as "$view"`;
}

/**
 * A call of a stored function as a SELECT: of the columns that it returns, or of one column of its name.
 *
 * @param given a value for each argument, in the function's order; of a row, a SELECT of it; null: its default.
 */
export function callSelect(
  catalog: Catalog,
  called: CatalogFunction,
  given: readonly (Sql | null)[],
  read: TableReader = relationSelect,
  around?: Around,
): Sql {
  return resultSelect(called, sql`(${bodySelect(catalog, called, given, read, around)})`);
}

/** What a function gives, of the rows of its body. */
export function resultSelect(called: CatalogFunction, rows: Sql): Sql {
  const returned = returnedColumns(called);
  const places = join(returned.map((_, index) => ident(`$c${index + 1}`)));
  const columns = join(
    returned.map(
      ({ name, type }, index) => sql`"$r".${ident(`$c${index + 1}`)}::${keyword(type)} as ${ident(name)}`,
    ),
  );
  const body = sql`${rows} as "$r" (${places})`;
  if (called.returns.kind !== "void" && called.returns.isSet) return sql`select ${columns} from ${body}`;
  // One value or row, whatever the body finds: nothing is null.
  return sql`select ${columns} from (select) as "$one" left join lateral (select * from ${body} limit 1) as "$r" on true`;
}

/** What the body of a called function gives, in its own columns and types. */
export function bodySelect(
  catalog: Catalog,
  called: CatalogFunction,
  given: readonly (Sql | null)[],
  caller: TableReader = relationSelect,
  around?: Around,
): Sql {
  const read = called.isDefiner === true ? relationSelect : caller;
  const named = called.arguments.map((argument, index) => ({
    argument,
    names: [`$${index + 1}`, ...(argument.name === null ? [] : [argument.name])],
    value: given[index] ?? defaultOf(called, argument),
  }));
  const values = named.flatMap(({ argument, names, value }) =>
    argument.row === undefined
      ? names.map((name) => sql`(${value})::${keyword(argument.type)} as ${ident(name)}`)
      : [],
  );
  const rows = named.flatMap(({ argument, names, value }) =>
    argument.row === undefined ? [] : names.map((name) => sql`lateral (${value}) as ${ident(name)}`),
  );
  const plain = values.length === 0 ? sql`select` : sql`select ${join(values)}`;
  const isDrawn = around?.isForEach === true && mayDraw(compile(plain).text);
  const all = isDrawn ? sql`${plain} where ${keyword(eachRow)} <> ''` : plain;
  const list = called.isStrict === true && values.length > 0 ? strictly(all, called) : all;
  const body = sql`${relationsOf(catalog, called.reads, read)}select * from (${ownText(catalog, called, read, around)}) as "$body"`;
  // A name in the body is a column of its own first, then an argument, then a row: each stands one level further out.
  const inner = sql`select "$r".* from (${list}) as ${ident(bareFunctionName(called.name))} cross join lateral (${body}) as "$r"`;
  if (rows.length === 0) return inner;
  return sql`select "$r".* from ${join(rows, " cross join ")} cross join lateral (${inner}) as "$r"`;
}

/** No row of arguments where one of them is null: the function is not carried out. */
function strictly(values: Sql, { arguments: args }: CatalogFunction): Sql {
  const known = args.flatMap(({ row }, index) =>
    row === undefined ? [sql`"$a".${ident(`$${index + 1}`)} is not null`] : [],
  );
  return sql`select * from (${values}) as "$a" where ${join(known, " and ")}`;
}

/** What a function gives: a scalar one column of the function's name. */
export function returnedColumns({ name, returns }: CatalogFunction): readonly TypedName[] {
  if (returns.kind === "rows") return returns.columns;
  return [{ name: bareFunctionName(name), type: returns.kind === "value" ? returns.type : "text" }];
}

export function defaultOf({ name }: CatalogFunction, argument: FunctionArgument): Sql {
  // It was guarded when the function was made.
  if (argument.default !== undefined) return keyword(argument.defaultRuns ?? argument.default);
  throw new AppError("42883", `function ${name} needs a value for ${argument.name ?? "every argument"}`);
}

/** `with "posts" as not materialized (…) ` */
export function relationsOf(catalog: Catalog, reads: readonly StoredRead[], read: TableReader): Sql {
  const relations = reads.map(
    (stored) => sql`${ident(stored.name)} as not materialized (${storedRead(catalog, stored, read)})`,
  );
  return relations.length === 0 ? sql`` : sql`with ${join(relations)} `;
}

/** The functions around a call, and how many more calls may be made within the outermost one. */
interface Around {
  readonly functions: readonly string[];
  readonly budget: { left: number };
  /** A trigger is carried out: what is drawn is drawn for each row. */
  readonly isForEach?: true;
}

const callsMax = 200;

/** It was guarded when it was stored. The line break ends a comment that the text may end in. */
function ownText(
  catalog: Catalog,
  stored: Pick<CatalogView, "query" | "calls"> & Partial<Pick<CatalogFunction, "id" | "drawn">>,
  read: TableReader,
  around: Around = { functions: [], budget: { left: callsMax } },
): Sql {
  const functions = [...around.functions, stored.id ?? ""];
  const selectOf = callsWithin(catalog, read, { ...around, functions });
  const { query, calls } = (around.isForEach === true ? stored.drawn : undefined) ?? stored;
  return keyword(`${withCallsMade(query, calls, selectOf)}\n`);
}

/** The calls of a trigger's text, which what they draw is drawn anew for: each row that it is carried out for. */
export function callsForEach(catalog: Catalog, read: TableReader): SelectOfCall {
  return callsWithin(catalog, read, { functions: [], budget: { left: callsMax }, isForEach: true });
}

/**
 * The calls of a stored text as SELECTs, read through whoever reads the text.
 *
 * @throws {AppError} 42883 for a function that is gone; 54001 for one that comes round to itself.
 */
export function callsWithin(
  catalog: Catalog,
  read: TableReader,
  around: Around = { functions: [], budget: { left: callsMax } },
): SelectOfCall {
  return (call, given) => {
    if (call.labels !== undefined) return labelsNow(catalog, call.labels);
    const called = functionOf(catalog, call);
    read.demandCall?.(called);
    around.budget.left -= 1;
    if (around.functions.includes(called.id) || around.budget.left < 0)
      throw new AppError("54001", "stack depth limit exceeded", {
        status: 400,
        hint: `The function ${called.name} calls itself, or calls too many others.`,
      });
    return callSelect(catalog, called, given, read, around);
  };
}

/** @throws {AppError} 42704 for a type that is gone. */
function labelsNow(catalog: Catalog, id: string): Sql {
  const type = enumWithId(catalog, id);
  if (type === null)
    throw new AppError("42704", "The type of an enum does not exist any more.", { status: 400 });
  return labelList(type.labels);
}

/** The function that a stored text calls: the very one, or one that was made in its place. */
function functionOf(
  { functions = [] }: Catalog,
  call: Pick<EmbeddedCall, "function" | "name" | "given">,
): CatalogFunction {
  const isLike = ({ name, arguments: own }: CatalogFunction) =>
    name === call.name && own.length === call.given.length;
  const called = functions.find(({ id }) => id === call.function) ?? functions.find(isLike);
  if (called !== undefined) return called;
  throw new AppError("42883", `function ${call.name} does not exist`, { status: 400 });
}

function storedRead(catalog: Catalog, stored: StoredRead, read: TableReader): Sql {
  const view = catalog.views?.find(({ id }) => id === stored.id);
  if (view !== undefined) return viewSelect(catalog, view, read);
  const table = catalog.tables.find(({ id }) => id === stored.id);
  if (table === undefined) throw gone(stored.name);
  const seen = read.columns?.(table).map(({ name }) => name);
  return renamedRead(catalog, stored, read(catalog, table), seen);
}

/**
 * A table's rows with the columns that they had when the text was stored, under their names then.
 *
 * @param seen the columns that `rows` has, by their present names. Absent: all.
 */
export function renamedRead(catalog: Catalog, stored: StoredRead, rows: Sql, seen?: readonly string[]): Sql {
  const table = catalog.tables.find(({ id }) => id === stored.id);
  if (table === undefined) throw gone(stored.name);
  const current = new Map(readableColumns(table).map(({ name }) => [table.storage.columns[name]?.key, name]));
  const columns = (stored.columns ?? []).flatMap(({ name, key }) => {
    const now = current.get(key);
    if (now === undefined) throw gone(`${stored.name}.${name}`);
    if (seen !== undefined && !seen.includes(now))
      return [sql`${hiddenColumn(table, now)} as ${ident(name)}`];
    return [now === name ? ident(name) : sql`${ident(now)} as ${ident(name)}`];
  });
  return sql`select ${join(columns)} from (${rows}) as "$table"`;
}

/** What the caller may not read is refused when it is asked for: a text that only names it, in `*`, stays of use. */
export function hiddenColumn({ definition }: CatalogTable, name: string): Sql {
  const column = definition.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw gone(`${definition.name}.${name}`);
  return sql`app.hidden_column(${literal(definition.name)})::${postgresType(column)}`;
}

function gone(what: string): AppError {
  return new AppError("42P01", `The view reads "${what}", which does not exist any more.`);
}
