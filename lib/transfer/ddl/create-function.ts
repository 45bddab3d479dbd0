import { callMark } from "../../catalog/call-mark.ts";
import type { EmbeddedCall } from "../../catalog/function-parts.ts";
import { bareFunctionName, schemaOfFunction } from "../../catalog/function-schema.ts";
import type { Catalog, CatalogFunction } from "../../catalog/types.ts";
import { compile, ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";

/** CREATE FUNCTION with the text that was typed, what is said of it, and who may call it. */
export function createFunction(
  catalog: Catalog,
  called: CatalogFunction,
  withRoles: boolean,
): readonly Sql[] {
  const { args, result } = headOf(catalog, called);
  const name = functionIdent(called.name);
  const isSteps = (called.steps !== undefined && called.steps.isSql !== true) || called.plpgsql !== undefined;
  const words = [
    `LANGUAGE ${isSteps ? "plpgsql" : "sql"} ${called.volatility.toUpperCase()}`,
    ...(called.isStrict === true ? ["STRICT"] : []),
    // What it names is found where it was found here, whoever calls it.
    ...(called.isDefiner === true ? ["SECURITY DEFINER SET search_path = public, pg_temp"] : []),
  ].join(" ");
  const types = join(called.arguments.map((argument) => typeOf(catalog, argument)));
  return [
    sql`CREATE FUNCTION ${name}(${args})${result}\n${keyword(words)}\nAS ${dollarQuoted(called.plpgsql ?? called.body)}`,
    ...(called.description === undefined
      ? []
      : [sql`COMMENT ON FUNCTION ${name}(${types}) IS ${literal(called.description)}`]),
    ...closed(called, sql`FUNCTION ${name}(${types})`, withRoles),
  ];
}

/** Nobody may call what some may not, but the roles that are named. */
function closed({ closedTo = [] }: CatalogFunction, what: Sql, withRoles: boolean): readonly Sql[] {
  if (closedTo.length === 0) return [];
  const open = (["anon", "authenticated"] as const).filter((role) => !closedTo.includes(role));
  return [
    sql`REVOKE EXECUTE ON ${what} FROM PUBLIC`,
    ...(withRoles ? open.map((role) => sql`GRANT EXECUTE ON ${what} TO ${keyword(role)}`) : []),
  ];
}

/** What goes in and what comes out. */
function headOf(catalog: Catalog, called: CatalogFunction): { readonly args: Sql; readonly result: Sql } {
  const { returns } = called;
  const rows = returns.kind === "rows" ? rowsName(catalog, returns.of) : null;
  const columns = returns.kind === "rows" && rows === null ? returns.columns : [];
  // What goes in under the name of a column that comes out.
  const isBoth = (name: string | null) => columns.some((column) => column.name === name);
  const isSet = returns.kind !== "void" && returns.isSet;
  const hasOut = called.arguments.some(({ name }) => isBoth(name)) || (columns.length > 0 && !isSet);
  const given = called.arguments.map((argument) => {
    const { name, default: value } = argument;
    const label = name === null ? sql`` : sql`${ident(name)} `;
    const mode = keyword(isBoth(name) ? "INOUT " : argument.isVariadic === true ? "VARIADIC " : "");
    const otherwise = value === undefined ? sql`` : sql` DEFAULT ${keyword(value)}`;
    return sql`${mode}${label}${typeOf(catalog, argument)}${otherwise}`;
  });
  const out = columns
    .filter(({ name }) => hasOut && !called.arguments.some((argument) => argument.name === name))
    .map((column) => sql`OUT ${ident(column.name)} ${typeOf(catalog, column)}`);
  const args = join([...given, ...out]);
  const set = keyword(isSet ? "SETOF " : "");
  if (hasOut) return { args, result: isSet ? sql` RETURNS SETOF record` : sql`` };
  if (returns.kind === "void") return { args, result: sql` RETURNS void` };
  if (returns.kind === "value") return { args, result: sql` RETURNS ${set}${typeOf(catalog, returns)}` };
  if (rows !== null) return { args, result: sql` RETURNS ${set}${ident(rows)}` };
  const list = columns.map((column) => sql`${ident(column.name)} ${typeOf(catalog, column)}`);
  return { args, result: sql` RETURNS TABLE (${join(list)})` };
}

/** The table or view whose rows they are, by the name that it has now. */
function rowsName({ tables, views = [] }: Catalog, id: string | undefined): string | null {
  const table = tables.find((candidate) => candidate.id === id)?.definition.name;
  return table ?? views.find((candidate) => candidate.id === id)?.name ?? null;
}

function typeOf(
  { enums = [] }: Catalog,
  { type, labels }: { readonly type: string; readonly labels?: string },
): Sql {
  const own = labels === undefined ? undefined : enums.find(({ id }) => id === labels);
  return own === undefined ? keyword(type) : ident(own.name);
}

export function functionIdent(name: string): Sql {
  const schema = schemaOfFunction(name);
  const own = ident(bareFunctionName(name));
  return schema === null ? own : sql`${ident(schema)}.${own}`;
}

export function dollarQuoted(body: string): Sql {
  let tag = "$body$";
  for (let count = 1; body.includes(tag); count++) tag = `$body${count}$`;
  return keyword(`${tag}${body}${tag}`);
}

/** A stored text with its calls written out in the place of their marks. */
export function withCalls(
  catalog: Catalog,
  text: string,
  calls: readonly EmbeddedCall[] | undefined,
): string {
  const written = (part: string): string =>
    part
      .split(callMark)
      .map((piece, index) => {
        const call = index % 2 === 0 ? undefined : calls?.[Number(piece)];
        return call === undefined ? piece : compile(callOf(catalog, call, written)).text;
      })
      .join("");
  return asAsked(written(text));
}

/** What a stored text asks the server of the caller, as it is asked elsewhere. */
function asAsked(text: string): string {
  const asks =
    /\(select app\.(end_user_id|jwt|api_role|request_setting)\(('[\w.]+')?\)((?:::\w+)?(?: ->> '[^']+')?) as \w+\)/g;
  return text.replaceAll(asks, (_, name: string, setting: string | undefined, behind: string) => {
    if (name === "end_user_id") return "auth.uid()";
    if (name === "api_role") return "auth.role()";
    const value = setting === undefined ? "auth.jwt()" : `current_setting(${setting}, true)`;
    return behind === "" ? value : `(${value}${behind})`;
  });
}

function callOf(catalog: Catalog, call: EmbeddedCall, written: (part: string) => string): Sql {
  if (call.labels !== undefined) {
    const type = catalog.enums?.find(({ id }) => id === call.labels);
    return sql`ARRAY[${join((type?.values ?? []).map(literal))}]::text[]`;
  }
  const { functions = [] } = catalog;
  const called =
    functions.find(({ id }) => id === call.function) ?? functions.find(({ name }) => name === call.name);
  // Behind one that is left to its default, arguments go by their names.
  const first = call.given.indexOf(null);
  const given = call.given.flatMap((value, index): Sql[] => {
    if (value === null) return [];
    const argument = called?.arguments[index];
    const name = first >= 0 && index > first ? argument?.name : null;
    const label = name === null || name === undefined ? sql`` : sql`${ident(name)} => `;
    return [
      sql`${keyword(argument?.isVariadic === true ? "VARIADIC " : "")}${label}${keyword(written(value))}`,
    ];
  });
  const alias = call.alias === undefined ? sql`` : sql` AS ${ident(call.alias)}`;
  return sql`${functionIdent(called?.name ?? call.name)}(${join(given)})${alias}`;
}
