import { createHash } from "node:crypto";
import type { Catalog } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import { answerBytesMax } from "../../db/protocol/answer-limit.ts";
import type { TenantScope } from "../../db/scope.ts";
import { AppError, isAppError } from "../../errors/app-error.ts";
import { type BatchOperation, parseBatch } from "../../rest/batch/batch-request.ts";
import { BatchResult, resolveReferences } from "../../rest/batch/references.ts";
import type { WriteContext } from "../../rest/plan/write-context.ts";
import { prepare } from "../../rest/prepare.ts";
import { parsePreferences, preferenceApplied } from "../../rest/request/preferences.ts";
import { splitQuery } from "../../rest/request/query-params.ts";
import type { RestRequest, RestResponse } from "../../rest/rest-request.ts";
import type { Violation } from "../../rest/write/violation.ts";
import { runtime } from "../../runtime/runtime.ts";
import {
  type BatchKey,
  findBatch,
  forgetBatches,
  keepBatch,
  takeBatchKey,
} from "../../store/records/batch.ts";
import { brokenKey } from "./broken-key.ts";
import { layDownRequest, setTimezone, usualZone } from "./request-settings.ts";
import { restContext } from "./rest-context.ts";
import { carriedOut } from "./step-host.ts";
import { writingBodies } from "./writing-bodies.ts";

/** Of all operations together: longer than one statement's, as there are many. */
const totalMs = 30_000;

interface OperationResult {
  readonly status: number;
  readonly body: BatchResult;
}

/**
 * `rpc('_batch', { ops })`: many requests over many tables, all of them in one transaction or none.
 *
 * @returns `[{"status": 201, "body": …}, …]`, one per operation.
 * @throws {AppError} what the first operation that fails would answer, with its number in `details`.
 */
export async function serveBatch(scope: TenantScope, request: RestRequest): Promise<RestResponse> {
  const batch = parseBatch(request.body);
  const preferences = parsePreferences(request.header("prefer"));
  const isUndone = batch.isDryRun || preferences.tx === "rollback";
  // What only reads does nothing twice, and its answers would be kept for nothing.
  const isReading = batch.operations.every(({ method }) => method === "GET");
  const key = batch.idempotencyKey === null || isReading ? null : keyOf(scope, request, batch.idempotencyKey);
  const { catalogs, database } = runtime();
  const end: { body?: string } & Failing = {};
  const inserted = new Map<string, number>();
  // In a transaction of its own: in the batch's it would hold what it deletes to the end, and others would wait for that.
  if (key !== null) await database.query(scope, forgetBatches(scope));
  try {
    await catalogs.use(scope, async (catalog) => {
      // Before the transaction, which holds a connection.
      const contextFor = await contextsOf(catalog, scope, batch.operations);
      return database.transaction(
        scope,
        async (tx) => {
          inserted.clear();
          delete end.broken;
          end.body = await answered(tx, scope, key, async () =>
            answerOf(
              await runAll(
                tx,
                { contextFor, request, end, place: { scope, catalog } },
                batch.operations,
                inserted,
              ),
            ),
          );
          if (isUndone) throw dryRun;
        },
        { schema: catalog, totalMs, isRepeatable: true },
      );
    });
  } catch (error) {
    if (error !== dryRun) throw (await told(scope, end)) ?? error;
    inserted.clear();
  }
  for (const [table, count] of inserted) void runtime().rowStatistics.wrote(scope, [table], count);
  const applied = preferenceApplied({ tx: preferences.tx, handling: preferences.handling });
  const headers = [
    ["Content-Type", "application/json; charset=utf-8"] as const,
    ...(applied === null ? [] : [["Preference-Applied", applied] as const]),
  ];
  return { status: 200, headers, body: end.body ?? "[]" };
}

/** The constraint that stopped a batch, and which of its operations broke it. */
interface Failing {
  broken?: { readonly violation: Violation; readonly index: number };
}

/** A broken key with the values that broke it, which are looked up once the batch is undone; null if they are not there. */
async function told(scope: TenantScope, { broken }: Failing): Promise<unknown> {
  if (broken === undefined) return null;
  const key = await brokenKey(scope, broken.violation);
  return key === null ? null : atOperation(broken.violation.error(key), broken.index);
}

/** Ends a transaction whose answer is made. */
const dryRun = new Error("rolled back on request");

/** Another key, or another user, has batches of its own: what one was answered may be more than the other may see. */
function keyOf({ apiRole, endUserId, keyIds }: TenantScope, { body }: RestRequest, key: string): BatchKey {
  const caller = [apiRole ?? "", endUserId ?? "", ...keyIds].join(" ");
  return { caller, key, request: createHash("sha256").update(body).digest() };
}

/** What each was answered goes on as it came. */
function answerOf(results: readonly OperationResult[]): string {
  return `[${results.map(({ status, body }) => `{"status":${status},"body":${body.text}}`).join(",")}]`;
}

function tooLarge(): AppError {
  return new AppError("54000", `The answers are larger than ${answerBytesMax} bytes together.`, {
    status: 413,
    hint: "Ask for fewer rows or columns, or in several batches.",
  });
}

/** The answer that was given to the same key before, else the work's. */
async function answered(
  tx: Transaction,
  scope: TenantScope,
  key: BatchKey | null,
  work: () => Promise<string>,
): Promise<string> {
  if (key === null) return work();
  const { rows: taken } = await tx.query(takeBatchKey(scope, key));
  if (taken.length > 0) {
    const body = await work();
    await tx.query(keepBatch(scope, key, body));
    return body;
  }
  const { rows } = await tx.query<{ request: Uint8Array; response: string | null }>(findBatch(scope, key));
  const [known] = rows;
  if (known?.response != null && Buffer.compare(known.request, key.request) === 0) return known.response;
  throw new AppError("PGRST102", `The idempotency key "${key.key}" was used for another batch`, {
    status: 422,
  });
}

type ContextFor = (request: RestRequest) => WriteContext;

/** What an operation may see and do, with the functions that it may call. */
async function contextsOf(
  catalog: Catalog,
  scope: TenantScope,
  operations: readonly BatchOperation[],
): Promise<ContextFor> {
  const calls = operations
    .map((operation) => toRequest({ ...operation, body: undefined }))
    .filter(({ path }) => path[0] === "rpc");
  const byName = new Map<string, WriteContext>();
  for (const call of calls) {
    const name = call.path[1] ?? "";
    if (!byName.has(name))
      byName.set(name, restContext(catalog, scope, await writingBodies(catalog, scope, call)));
  }
  const usual = restContext(catalog, scope);
  return ({ path }) => (path[0] === "rpc" ? byName.get(path[1] ?? "") : undefined) ?? usual;
}

interface BatchRun {
  readonly contextFor: ContextFor;
  /** The batch's own. */
  readonly request: RestRequest;
  readonly end: Failing;
  readonly place: Place;
}

interface Place {
  readonly scope: TenantScope;
  readonly catalog: Catalog;
}

async function runAll(
  tx: Transaction,
  { contextFor, request: asked, end, place }: BatchRun,
  operations: readonly BatchOperation[],
  inserted: Map<string, number>,
): Promise<readonly OperationResult[]> {
  const results: OperationResult[] = [];
  const byName = new Map<string, BatchResult>();
  let length = 0;
  let zone = usualZone;
  const inZone = async (wanted: string) => {
    if (wanted !== zone) await tx.query(setTimezone(wanted));
    zone = wanted;
  };
  // One after the other: each may refer to those before it.
  for (const [index, operation] of operations.entries()) {
    const note = (violation: Violation) => {
      end.broken = { violation, index };
    };
    const carryOut = async () => {
      const request = toRequest(resolveReferences(operation, byName));
      const done = await runOne(tx, contextFor(request), { request, asked, note, place, inZone });
      return { request, ...done };
    };
    const { request, count, ...result } = await carryOut().catch((error: unknown) => {
      throw atOperation(error, index);
    });
    length += result.body.text.length;
    if (length > answerBytesMax) throw atOperation(tooLarge(), index);
    results.push(result);
    const [table = ""] = request.path;
    if (request.method === "POST" && table !== "rpc") inserted.set(table, (inserted.get(table) ?? 0) + count);
    byName.set(String(index), result.body);
    if (operation.name !== null) byName.set(operation.name, result.body);
  }
  return results;
}

interface OperationRun {
  readonly request: RestRequest;
  readonly asked: RestRequest;
  /** Is told of the constraint that the operation breaks. */
  note(violation: Violation): void;
  readonly place: Place;
  /** Has times come in a zone from now on. */
  inZone(name: string): Promise<void>;
}

async function runOne(
  tx: Transaction,
  context: WriteContext,
  { request, asked, note, place, inZone }: OperationRun,
): Promise<OperationResult & { readonly count: number }> {
  const ready = prepare(context, request);
  await inZone(ready.timezone ?? usualZone);
  if (ready.asksRequest === true) await tx.query(layDownRequest(request, asked));
  const prepared = await carriedOut(tx, place, ready, new Set());
  const violated = (error: unknown) => {
    const violation = prepared.violation?.(error, request) ?? null;
    if (violation === null) throw error;
    note(violation);
    throw violation.error(null);
  };
  for (const step of prepared.before ?? []) await tx.query(step).catch(violated);
  const { rows } = await tx.query<Record<string, unknown>>(prepared.statement).catch(violated);
  const row = rows[0] ?? {};
  const { status, body } = prepared.respond(row, request);
  const count = Number(row.page_total ?? 0);
  return { status, body: new BatchResult(body === null || body === "" ? "null" : body), count };
}

/** Rows are answered unless the client says otherwise: later operations refer to them. */
function toRequest({ method, path, body, prefer }: BatchOperation): RestRequest {
  const end = path.indexOf("?");
  const own = end === -1 ? path : path.slice(0, end);
  const headers: { readonly [name: string]: string } = {
    "content-type": "application/json",
    prefer: [prefer ?? "", "return=representation"].filter((part) => part !== "").join(", "),
  };
  return {
    method,
    path: own
      .split("/")
      .filter((segment) => segment !== "")
      .map(decodeURIComponent),
    params: splitQuery(end === -1 ? "" : path.slice(end)),
    header: (name) => headers[name] ?? null,
    body: body === undefined ? "" : JSON.stringify(body),
  };
}

/** The same error, and which operation it is of. */
function atOperation(error: unknown, index: number): unknown {
  if (isAppError(error)) {
    const { code, message, status, details, hint } = error;
    const told = { operation: index, details };
    return new AppError(code, message, {
      status,
      cause: error,
      details: told,
      ...(hint === null ? {} : { hint }),
    });
  }
  return error instanceof Error && "severity" in error
    ? Object.assign(error, {
        detail: `Operation ${index}. ${(error as { detail?: string }).detail ?? ""}`.trim(),
      })
    : error;
}
