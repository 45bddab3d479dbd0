import { type QueryParameter, withNumberedParameters } from "../../catalog/query-parameters.ts";
import { invalidInput } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import { compile, ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { describeSql } from "./describe-sql.ts";
import { executeSql } from "./execute-sql.ts";
import { savedQuery } from "./saved-queries.ts";

export interface PublishQueryInput {
  /** What the data API calls it. */
  readonly name: string;
  /** Whether a function of this name is replaced. */
  readonly replace?: boolean;
}

export interface PublishedQuery {
  readonly name: string;
  readonly arguments: readonly QueryParameter[];
  /** The definition that was run. */
  readonly sql: string;
}

/**
 * Makes a saved query a stored function of its parameters, which `rpc()` of the data API calls, as `CREATE FUNCTION` would.
 *
 * @throws {AppError} RH002 for columns that a result of a function cannot have; a SQLSTATE from the definition.
 */
export async function publishQuery(
  actor: Actor,
  databaseId: string,
  id: string,
  { name, replace = false }: PublishQueryInput,
): Promise<{ readonly function: PublishedQuery }> {
  const scope = await authorize(actor, databaseId, "editor");
  const { query, parameters: saved } = await savedQuery(scope, id);
  // As Postgres wants it: those that may be left out come last.
  const parameters = saved.toSorted((a, b) => Number(a.default !== null) - Number(b.default !== null));
  const numbered = withNumberedParameters(
    query,
    parameters.map((parameter) => parameter.name),
  );
  const body = numbered.trim().replace(/;\s*$/, "");
  const types = parameters.map(({ type }) => type);
  return runtime().catalogs.use(scope, async (catalog) => {
    const place = { scope, catalog };
    const columns = await describeSql(runtime(), place, { query: body, param_types: types });
    const { text } = compile(definitionOf({ name, body, replace, parameters, columns }));
    await executeSql(runtime(), place, { query: text });
    return { function: { name, arguments: parameters, sql: text } };
  });
}

interface Definition {
  readonly name: string;
  readonly body: string;
  readonly replace: boolean;
  readonly parameters: readonly QueryParameter[];
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

function definitionOf({ name, body, replace, parameters, columns }: Definition): Sql {
  refuseColumns(columns);
  const returned = columns.map((column) => sql`${ident(column.name)} ${keyword(column.type)}`);
  const verb = replace ? keyword("CREATE OR REPLACE FUNCTION") : keyword("CREATE FUNCTION");
  return sql`${verb} ${ident(name)} (${join(parameters.map(argumentOf))})
RETURNS TABLE (${join(returned)})
LANGUAGE sql STABLE AS ${literal(`\n${body}\n`)}`;
}

function argumentOf({ name, type, default: value }: QueryParameter): Sql {
  const own = sql`${ident(name)} ${keyword(type)}`;
  return value === null ? own : sql`${own} DEFAULT ${literal(value)}::${keyword(type)}`;
}

/** A result of a function has a name for each column, once. */
function refuseColumns(columns: Definition["columns"]): void {
  const path = "/query";
  if (columns.length === 0)
    throw invalidInput([{ path, message: "gives no rows: only a SELECT can be published" }]);
  for (const [index, { name }] of columns.entries()) {
    if (name === "?column?")
      throw invalidInput([
        { path, message: `has no name for its ${index + 1}. column: write AS and a name` },
      ]);
    if (columns.findIndex((other) => other.name === name) < index)
      throw invalidInput([{ path, message: `has two columns called "${name}": rename one with AS` }]);
  }
}
