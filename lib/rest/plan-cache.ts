import type { Catalog } from "../catalog/types.ts";
import { isAppError } from "../errors/app-error.ts";
import { withParameters } from "../sql/sql.ts";
import type { KeptPlan, KeptPlans } from "./kept-plans.ts";
import { filledLabel, isLabelValue } from "./plan/label-value.ts";
import type { WriteContext } from "./plan/write-context.ts";
import { prepare } from "./prepare.ts";
import type { Prepared } from "./prepared.ts";
import { type Payload, parsePayload } from "./request/payload.ts";
import { type QueryTemplate, templateOf } from "./request/query-template.ts";
import type { RestRequest } from "./rest-request.ts";
import type { ReadWays } from "./sql/read-statement.ts";

/** What a statement depends on beside the address: nothing of it may be left out. */
const headers = ["prefer", "accept", "range", "accept-profile", "content-profile"] as const;

/** Longer requests are nobody's usual ones: their plans would only take room. */
const keyMax = 8_000;

/** Tells apart those who ask. */
export interface PlanCaller {
  /** Of whom others see different columns, or rows by other rules. */
  readonly kind: string;
  /** Of whom others see different rows by the same rules. */
  readonly user: string | null;
}

/**
 * As `prepare`, with the work done once for all requests of one form: what differs between them are parameters.
 *
 * @throws {AppError} also 22P02, of a value that is compared with an enum.
 */
export function prepareOnce(
  makeContext: () => WriteContext,
  { catalog, plans }: { readonly catalog: Catalog; readonly plans: KeptPlans },
  { kind, user }: PlanCaller,
  request: RestRequest,
): Prepared {
  // A PUT's values are in its address too; a function's arguments are no filters.
  const [resource = "rpc"] = request.path;
  if (request.method === "PUT" || resource === "rpc") return prepare(makeContext(), request);
  const template = templateOf(request.params);
  const payload = payloadOf(request);
  const asked = headers.map((name) => request.header(name) ?? "");
  const path = request.path.join("\0/");
  const key = [request.method, kind, path, template.key, ...asked, shapeOf(payload)].join("\0\n");
  if (key.length > keyMax) return prepare(makeContext(), request);
  const found = plans.planOf(catalog, key, () => condensed(prepareTemplate(makeContext, request, template)));
  const { plan } = found;
  const records = payload === null ? null : (plan.records?.text(payload) ?? null);
  const fill = (value: unknown) => {
    if (value === recordsMark) return records;
    return isLabelValue(value) ? filledLabel(value, template.fill) : template.fill(value);
  };
  const chosen = plan.ways === undefined ? plan : onItsWay(found, plan.ways, (value) => [user, fill(value)]);
  return filled(chosen, fill);
}

/** The plan with the statement that is the shortest by what is known of the rows that are asked for. */
function onItsWay({ plan, known }: KeptPlan, ways: ReadWays, asked: (value: string) => unknown): Prepared {
  const value = JSON.stringify(asked(ways.value));
  const way = known.wayTo(value);
  return {
    ...plan,
    statement: way === "counted" ? plan.statement : ways.on(way),
    learn({ is_many: isMany, page_total: rows }) {
      if (typeof isMany === "boolean") known.counted(value, isMany);
      else if (way === "followed" && Number(rows) < (ways.limit ?? 0)) known.forget(value);
    },
  };
}

/** What cannot be understood is told in the words of the request itself, without the marks of a template. */
function prepareTemplate(
  makeContext: () => WriteContext,
  request: RestRequest,
  { params }: QueryTemplate,
): Prepared {
  try {
    return prepare(makeContext(), { ...request, params });
  } catch (error) {
    if (!isAppError(error) || error.code !== "PGRST100") throw error;
    prepare(makeContext(), request);
    throw error;
  }
}

/** The records of a request that writes some; they are checked each time. */
function payloadOf({ method, params, header, body }: RestRequest): Payload | null {
  if (method !== "POST" && method !== "PATCH") return null;
  const isNamed = params.some(({ key }) => key === "columns");
  return parsePayload(header("content-type"), body, isNamed ? "named" : "uniform");
}

/** What of the records the statement depends on: their columns, and whether there are any. */
function shapeOf(payload: Payload | null): string {
  return payload === null ? "" : `${payload.records.length === 0} ${JSON.stringify(payload.keys)}`;
}

/** Stands in a kept plan for the records of whoever asks. */
const recordsMark = Symbol("records");

function condensed(plan: Prepared): Prepared {
  const given = plan.records?.given;
  const mark = (value: unknown) => (given !== undefined && value === given ? recordsMark : value);
  return filled(plan, mark);
}

/** A plan with other parameters. */
function filled(plan: Prepared, fill: (value: unknown) => unknown): Prepared {
  return { ...plan, statement: withParameters(plan.statement, fill) };
}
