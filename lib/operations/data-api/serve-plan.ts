import type { Catalog } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { AppError } from "../../errors/app-error.ts";
import type { PlanNode } from "../../query/explain/plan-node.ts";
import { planText } from "../../query/explain/plan-text.ts";
import { virtualPlan, withOwnCounts } from "../../query/explain/virtual-plan.ts";
import type { Prepared } from "../../rest/prepared.ts";
import { type PlanMedia, planMedia } from "../../rest/request/plan-media.ts";
import type { RestRequest, RestResponse } from "../../rest/rest-request.ts";
import { runtime } from "../../runtime/runtime.ts";
import { sql } from "../../sql/sql.ts";
import { layDownRequest } from "./request-settings.ts";

/**
 * The plan that a request asks for and may see: it comes with a secret key that knows no limits. For all others plans are
 * switched off, as they are in PostgREST unless somebody switches them on.
 *
 * @throws {AppError} PGRST107 for the service's other key, with a hint at this one.
 */
export function askedPlan({ apiRole, keyScopes }: TenantScope, request: RestRequest): PlanMedia | null {
  const plan = planMedia(request.header("accept"));
  if (plan === null || apiRole !== "service_role" || keyScopes !== null) return null;
  if (request.hasSecretKey === true) return plan;
  const name = `application/vnd.pgrst.plan+${plan.format}`;
  throw new AppError("PGRST107", `None of these media types are available: ${name}`, {
    hint: "Plans are shown to a secret key of the project (rh_secret_…).",
  });
}

interface Explained {
  readonly prepared: Prepared;
  readonly request: RestRequest;
  readonly catalog: Catalog;
}

/** How a request would be answered, in the names of the tables; what `analyze` runs leaves nothing behind. */
export async function servePlan(
  scope: TenantScope,
  { format, isAnalyze, contentType }: PlanMedia,
  { prepared, request, catalog }: Explained,
): Promise<RestResponse> {
  if ((prepared.before ?? []).length > 0 || prepared.stepped !== undefined)
    throw new AppError("0A000", "EXPLAIN of a function of several statements is not supported", {
      status: 400,
    });
  const { statement, asksRequest = false } = prepared;
  const explain = isAnalyze
    ? sql`explain (format json, analyze, buffers off) ${statement}`
    : sql`explain (format json) ${statement}`;
  const end: { raw?: RawPlan } = {};
  const work = runtime().database.transaction(
    scope,
    async (tx) => {
      if (asksRequest) await tx.query(layDownRequest(request, request));
      const { rows } = await tx.query<{ "QUERY PLAN": readonly RawPlan[] }>(explain);
      end.raw = rows[0]?.["QUERY PLAN"][0] ?? {};
      throw explained;
    },
    { schema: catalog },
  );
  await work.catch((error: unknown) => {
    if (error !== explained) throw error;
  });
  const { Plan: plan = {}, ...rest } = end.raw ?? {};
  const told = { plan: withOwnCounts(virtualPlan(catalog, plan), new Map()), times: timesOf(rest) };
  const body = format === "json" ? jsonOf(told) : textOf(told);
  const headers = [["Content-Type", contentType]] as const;
  return { status: 200, headers, body: request.method === "HEAD" ? null : body };
}

/** Ends the transaction, whose statement may have written. */
const explained = new Error("rolled back after explaining");

interface RawPlan {
  readonly Plan?: PlanNode;
  readonly [field: string]: unknown;
}

interface Told {
  readonly plan: PlanNode;
  readonly times: readonly (readonly [name: string, ms: unknown])[];
}

function timesOf(raw: RawPlan): Told["times"] {
  return ["Planning Time", "Execution Time"].flatMap((name) =>
    raw[name] === undefined ? [] : [[name, raw[name]] as const],
  );
}

function jsonOf({ plan, times }: Told): string {
  return JSON.stringify([{ Plan: plan, ...Object.fromEntries(times) }]);
}

function textOf({ plan, times }: Told): string {
  return [...planText(plan), ...times.map(([name, ms]) => `${name}: ${String(ms)} ms`)].join("\n");
}
