import type { Catalog } from "../catalog/types.ts";
import { isAppError } from "../errors/app-error.ts";
import { withParameters } from "../sql/sql.ts";
import { filledLabel, isLabelValue } from "./label-values.ts";
import type { WriteContext } from "./plan/write-context.ts";
import { prepare } from "./prepare.ts";
import type { Prepared } from "./prepared.ts";
import { type Payload, parsePayload } from "./request/payload.ts";
import type { RestRequest } from "./rest-request.ts";
import { type QueryTemplate, templateOf } from "./template.ts";

/** What a statement depends on beside the address: nothing of it may be left out. */
const headers = ["prefer", "accept", "range", "accept-profile", "content-profile"] as const;

/** Plans of the requests of one catalog, which they go with. */
const known = new WeakMap<Catalog, Map<string, Prepared>>();
const plansMax = 500;

/**
 * As `prepare`, with the work done once for all requests of one form: what differs between them are parameters.
 *
 * @param caller tells apart those who see different things.
 * @throws {AppError} also 22P02, of a value that is compared with an enum.
 */
export function prepareOnce(
  makeContext: () => WriteContext,
  catalog: Catalog,
  caller: string,
  request: RestRequest,
): Prepared {
  // A PUT's values are in its address too; a function's arguments are no filters.
  const [resource = "rpc"] = request.path;
  if (request.method === "PUT" || resource === "rpc") return prepare(makeContext(), request);
  const template = templateOf(request.params);
  const payload = payloadOf(request);
  const asked = headers.map((name) => request.header(name) ?? "");
  const key = [request.method, caller, ...request.path, template.key, ...asked, formOf(payload)].join("\n");
  const plans = known.get(catalog) ?? new Map<string, Prepared>();
  known.set(catalog, plans);
  const plan = plans.get(key) ?? condensed(prepareTemplate(makeContext, request, template));
  // A Map iterates in order of insertion: putting it last again makes the first the one unused for longest.
  plans.delete(key);
  plans.set(key, plan);
  for (const oldest of plans.keys()) {
    if (plans.size <= plansMax) break;
    plans.delete(oldest);
  }
  const records = payload === null ? null : (plan.records?.text(payload) ?? null);
  const fill = (value: unknown) => {
    if (value === recordsMark) return records;
    return isLabelValue(value) ? filledLabel(value, template.fill) : template.fill(value);
  };
  return filled(plan, fill);
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
  return parsePayload(header("content-type"), body, !params.some(({ key }) => key === "columns"));
}

/** What of the records the statement depends on: their columns, and whether there are any. */
function formOf(payload: Payload | null): string {
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
  const { estimate } = plan;
  return {
    ...plan,
    statement: withParameters(plan.statement, fill),
    ...(estimate === undefined
      ? {}
      : { estimate: { ...estimate, statement: withParameters(estimate.statement, fill) } }),
  };
}
