import type { Catalog, CatalogFunction, CatalogTable } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { accessOf, demandCall } from "../../engine/access/access.ts";
import type { Access } from "../../engine/access/access-types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { relationSelect } from "../../engine/relation.ts";
import type { TableReader } from "../../engine/table-reader.ts";
import { AppError } from "../../errors/app-error.ts";
import { type BodyTools, storedBody } from "../../query/calls/writing-body.ts";
import type { WritingBody } from "../../query/calls/writing-function.ts";
import { Refused } from "../../query/write/refused.ts";
import type { RestRequest } from "../../rest/rest-request.ts";
import { runtime } from "../../runtime/runtime.ts";

/** The compiled body of a function that writes. @throws what it is refused for. */
export type WritingBodies = (called: CatalogFunction) => WritingBody;

export const noBodies: WritingBodies = ({ name }) => {
  throw new AppError("0A000", `The function "${name}" writes, and is called by a request of its own.`, {
    status: 400,
  });
};

/** A way to read tables, and to call functions, as the caller. */
export function callerReader(
  { apiRole }: Pick<TenantScope, "apiRole">,
  access: (table: CatalogTable) => Access | undefined,
): TableReader {
  return Object.assign(
    (catalog: Catalog, table: CatalogTable) => relationSelect(catalog, table, access(table)),
    {
      columns: (table: CatalogTable) => access(table)?.readable ?? readableColumns(table),
      demandCall: (called: CatalogFunction) => demandCall(called, apiRole),
    },
  );
}

/** Definitions as they hold for a caller: a key that is limited to some tables stays so, whatever a function says. */
export function catalogFor({ keyScopes }: Pick<TenantScope, "keyScopes">, catalog: Catalog): Catalog {
  if (keyScopes === null || catalog.functions === undefined) return catalog;
  return { ...catalog, functions: catalog.functions.map(({ isDefiner: _, ...own }) => own) };
}

/** Those that a request may be about, under the rules that bind its caller: which of them it is, its arguments tell. */
export async function writingBodies(
  known: Catalog,
  scope: TenantScope,
  { method, path: [door, name] }: RestRequest,
): Promise<WritingBodies> {
  if (door !== "rpc" || method === "OPTIONS") return noBodies;
  const catalog = catalogFor(scope, known);
  const named = (catalog.functions ?? []).filter(
    (one) => one.name === name && one.writes !== undefined && one.steps === undefined,
  );
  if (named.length === 0) return noBodies;
  const compiled = await Promise.allSettled(named.map((called) => compiledBody(catalog, scope, called)));
  const outcomes = new Map(named.map(({ id }, index) => [id, compiled[index]]));
  return (called) => {
    const outcome = outcomes.get(called.id);
    if (outcome?.status === "fulfilled") return outcome.value;
    throw outcome?.reason ?? new RangeError(`the body of ${called.name} is not compiled`);
  };
}

async function compiledBody(
  catalog: Catalog,
  scope: TenantScope,
  called: CatalogFunction,
): Promise<WritingBody> {
  try {
    return await storedBody(bodyTools(catalog, scope), called);
  } catch (error) {
    throw refusedBody(error);
  }
}

/** What compiling for a caller asks for. */
export function bodyTools(catalog: Catalog, scope: TenantScope): BodyTools {
  const access = (table: CatalogTable) => accessOf(catalog, table, scope);
  const rules = { read: callerReader(scope, access), access };
  return { catalog, parse: (text) => runtime().sqlParser.parse(text), rules };
}

/** What a statement of a body is refused for, as the caller is told. */
export function refusedBody(error: unknown): unknown {
  if (!(error instanceof Refused)) return error;
  const { code, message, hint } = error.refusal;
  return new AppError(code, message, { ...(hint === null ? {} : { hint }), status: 400, cause: error });
}
