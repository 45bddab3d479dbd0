import { eachRow } from "../../catalog/each-row.ts";
import type { Catalog, CatalogFunction } from "../../catalog/types.ts";
import { storedText } from "../compile-select.ts";
import type { RawStatement } from "../parser/sql-parser.ts";
import { numbered } from "../text/numbered.ts";
import { Refused } from "../write/refused.ts";
import { drawnForEach } from "./drawn-values.ts";
import type { FunctionTools } from "./function-tools.ts";
import { storedReads } from "./stored-reads.ts";
import type { OwnFunction } from "./writing-function.ts";

export interface PreparedBody {
  readonly stored: Pick<CatalogFunction, "query" | "reads" | "calls" | "drawn">;
  readonly parameters: ReadonlySet<number>;
}

/**
 * A function's body as it is stored: guarded, and once more as it is drawn for each row of a trigger.
 *
 * @throws {Refused} what the guard refuses.
 */
export async function preparedBody(
  catalog: Catalog,
  own: OwnFunction,
  statement: RawStatement | null,
  parse: FunctionTools["parse"],
): Promise<PreparedBody> {
  if (statement === null) return { stored: { query: "select null", reads: [] }, parameters: new Set() };
  const { tables, parameters, ...stored } = guardedBody(catalog, own, statement);
  const drawn = await drawnBody(catalog, own, own.body.slice(statement.start, statement.end), {
    read: tables,
    parse,
  });
  const reads = storedReads(catalog, tables);
  return { stored: { ...stored, reads, ...(drawn === null ? {} : { drawn }) }, parameters };
}

function guardedBody(catalog: Catalog, own: OwnFunction, statement: RawStatement) {
  const outcome = storedText(catalog, own.body, statement, own);
  if (!outcome.ok) throw Refused.with({ ...outcome.refusal, location: null });
  const { query, tables, parameters, calls } = outcome.stored;
  const counted = calls?.map((call) => ({
    ...call,
    given: call.given.map((value) => (value === null ? null : numbered(value))),
  }));
  return { query: numbered(query), tables, parameters, ...(counted === undefined ? {} : { calls: counted }) };
}

/** Null: it draws nothing, or cannot be said to depend on a row. */
async function drawnBody(
  catalog: Catalog,
  own: OwnFunction,
  typed: string,
  { read, parse }: { readonly read: readonly string[]; readonly parse: FunctionTools["parse"] },
): Promise<NonNullable<CatalogFunction["drawn"]> | null> {
  const body = drawnForEach(typed, eachRow);
  if (body === typed) return null;
  const parsed = await parse(body);
  const [statement, second] = parsed.ok ? parsed.statements : [];
  if (statement === undefined || second !== undefined) return null;
  try {
    const { tables, parameters: _, ...drawn } = guardedBody(catalog, { ...own, body }, statement);
    return tables.every((name) => read.includes(name)) ? drawn : null;
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
