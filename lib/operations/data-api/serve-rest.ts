import type { Catalog } from "../../catalog/types.ts";
import type { Transaction, TransactionOptions } from "../../db/database.ts";
import type { TenantScope } from "../../db/scope.ts";
import { allowedMethods } from "../../rest/allowed-methods.ts";
import { type PlanCaller, prepareOnce } from "../../rest/plan-cache.ts";
import type { Prepared } from "../../rest/prepared.ts";
import { errorResponse } from "../../rest/response/error-response.ts";
import type { RestRequest, RestResponse } from "../../rest/rest-request.ts";
import { runtime } from "../../runtime/runtime.ts";
import { sql } from "../../sql/sql.ts";
import { brokenKey } from "./broken-key.ts";
import { layDownRequest, setTimezone } from "./request-settings.ts";
import { restContext } from "./rest-context.ts";
import { serveBatch } from "./serve-batch.ts";
import { askedPlan, servePlan } from "./serve-plan.ts";
import { carriedOut } from "./step-host.ts";
import { writingBodies } from "./writing-bodies.ts";

/**
 * One request of the data API's REST surface, answered as PostgREST would.
 *
 * @throws what says nothing that a client may hear; all else is an answer.
 */
export async function serveRest(scope: TenantScope, request: RestRequest): Promise<RestResponse> {
  try {
    if (isBatch(request)) return await serveBatch(scope, request);
    if (request.method === "OPTIONS") return await describeMethods(scope, request);
    const plan = askedPlan(scope, request);
    const answered = plan === null ? request : accepting(request, plan.of);
    return await runtime().catalogs.use(scope, async (catalog) => {
      const bodies = await writingBodies(catalog, scope, answered);
      const context = () => restContext(catalog, scope, bodies);
      const prepared = prepareOnce(context, { catalog, plans: runtime().plans }, callerOf(scope), answered);
      if (plan !== null) return servePlan(scope, plan, { prepared, request, catalog });
      const asked = { prepared, request, catalog, targets: new Set<string>() };
      return execute(scope, asked, { schema: catalog, readOnly: prepared.isReadOnly }).catch(
        async (error: unknown) => {
          throw (await violated(scope, asked, error)) ?? error;
        },
      );
    });
  } catch (error) {
    const isAnonymous = scope.apiRole === "anon";
    const isBound = isAnonymous || scope.apiRole === "authenticated";
    const response = errorResponse(error, { isAnonymous, isBound, method: request.method });
    if (response === null) throw error;
    return response;
  }
}

async function describeMethods(scope: TenantScope, { path }: RestRequest): Promise<RestResponse> {
  const catalog = await runtime().catalogs.get(scope);
  const methods = allowedMethods(catalog, path).join(",");
  return { status: 200, headers: [["Allow", methods]], body: null };
}

/** The same request for another form of answer. */
function accepting(request: RestRequest, accept: string): RestRequest {
  return { ...request, header: (name) => (name === "accept" ? accept : request.header(name)) };
}

function isBatch({ method, path }: RestRequest): boolean {
  return method === "POST" && path.length === 2 && path[0] === "rpc" && path[1] === "_batch";
}

interface Asked {
  readonly prepared: Prepared;
  readonly request: RestRequest;
  readonly catalog: Catalog;
  /** The tables that the steps of a function have written to. */
  readonly targets: Set<string>;
}

/** Who asks, as far as that decides what a statement looks like and what it finds. */
function callerOf({ apiRole, keyScopes, endUserId }: TenantScope): PlanCaller {
  const kind = keyScopes === null ? (apiRole ?? "") : `${apiRole} ${JSON.stringify(keyScopes)}`;
  return { kind, user: endUserId };
}

/** A function of many statements is one to Postgres: together they may take what one may, and the last as long again. */
const totalMs = 15_000;

async function execute(scope: TenantScope, asked: Asked, options: TransactionOptions): Promise<RestResponse> {
  const { database } = runtime();
  const { prepared, request } = asked;
  const { isRolledBack, isChecked, timezone, statement, before = [], asksRequest = false } = prepared;
  if (!isRolledBack && !isChecked && timezone === null && before.length === 0 && !asksRequest) {
    const { rows } = await database.query<Record<string, unknown>>(scope, statement, {
      ...options,
      mayShare: prepared.mayShare ?? false,
    });
    const row = onlyRow(rows);
    prepared.learn?.(row);
    noteInserted(scope, request, row);
    return prepared.respond(row, request);
  }
  const end: { response?: RestResponse } = {};
  const work = async (tx: Transaction) => {
    const done = await run(tx, scope, asked);
    if (isChecked || isRolledBack) end.response = done.prepared.respond(done.row, request);
    if (isRolledBack) throw rollback;
    return done;
  };
  try {
    const done = await database.transaction(scope, work, { ...options, totalMs, isRepeatable: true });
    noteInserted(scope, request, done.row);
    return end.response ?? done.prepared.respond(done.row, request);
  } catch (error) {
    if (error === rollback && end.response !== undefined) return end.response;
    throw error;
  }
}

/** What the answer need not wait for. */
function noteInserted(
  scope: TenantScope,
  { method, path: [table = ""] }: RestRequest,
  { page_total: rows }: Record<string, unknown>,
): void {
  if (method === "POST" && table !== "rpc") void runtime().rowStatistics.wrote(scope, [table], Number(rows));
}

/** A broken constraint with the values that broke it. */
async function violated(
  scope: TenantScope,
  { prepared, request, targets }: Asked,
  error: unknown,
): Promise<unknown> {
  const { stepped } = prepared;
  const met = stepped === undefined ? prepared : stepped.done({ ...nothingDone, targets: [...targets] });
  const violation = met.violation?.(error, request) ?? null;
  return violation === null ? null : violation.error(await brokenKey(scope, violation));
}

const nothingDone = { before: [], with: sql``, result: sql`` };

/** Ends a transaction whose answer is made. */
const rollback = new Error("rolled back on request");

async function run(
  tx: Transaction,
  scope: TenantScope,
  { prepared: asked, request, catalog, targets }: Asked,
): Promise<{ readonly prepared: Prepared; readonly row: Record<string, unknown> }> {
  // Not awaited before the statement: they travel together.
  const laid = asked.asksRequest === true ? tx.query(layDownRequest(request, request)) : null;
  // What fails before it is asked for tells why.
  laid?.catch(() => undefined);
  const set = asked.timezone === null ? null : tx.query(setTimezone(asked.timezone));
  set?.catch(() => undefined);
  const prepared = await carriedOut(tx, { scope, catalog }, asked, targets);
  const { statement, before = [] } = prepared;
  for (const step of before) await tx.query(step);
  const [{ rows }] = await Promise.all([tx.query(statement), set, laid]);
  return { prepared, row: onlyRow(rows) };
}

function onlyRow(rows: readonly Record<string, unknown>[]): Record<string, unknown> {
  const [row] = rows;
  if (row === undefined) throw new Error("a statement of the data API gave no row");
  return row;
}
