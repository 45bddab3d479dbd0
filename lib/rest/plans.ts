import type { Catalog } from "../catalog/types.ts";
import { withParameters } from "../sql/sql.ts";
import type { WriteContext } from "./plan/write-context.ts";
import { prepare } from "./prepare.ts";
import type { Prepared } from "./prepared.ts";
import type { RestRequest } from "./rest-request.ts";
import { templateOf } from "./template.ts";

/** What a statement depends on beside the address: nothing of it may be left out. */
const headers = ["prefer", "accept", "range", "accept-profile", "content-profile"] as const;

/** Plans of the requests of one catalog, which they go with. */
const known = new WeakMap<Catalog, Map<string, Prepared>>();
const plansMax = 500;

/**
 * As `prepare`, with the work done once for all requests of one form: what differs between them are parameters.
 *
 * @param caller tells apart those who see different things.
 */
export function prepareOnce(
  makeContext: () => WriteContext,
  catalog: Catalog,
  caller: string,
  request: RestRequest,
): Prepared {
  // What a body holds decides what is written: its form would have to be read first.
  const isRead = request.method === "GET" || request.method === "HEAD";
  // Nor are a function's arguments filters.
  if (!isRead || request.path[0] === "rpc") return prepare(makeContext(), request);
  const template = templateOf(request.params);
  const asked = headers.map((name) => request.header(name) ?? "");
  const key = [request.method, caller, ...request.path, template.key, ...asked].join("\n");
  const plans = known.get(catalog) ?? new Map<string, Prepared>();
  known.set(catalog, plans);
  const plan = plans.get(key) ?? condensed(prepare(makeContext(), { ...request, params: template.params }));
  // A Map iterates in order of insertion: putting it last again makes the first the one unused for longest.
  plans.delete(key);
  plans.set(key, plan);
  for (const oldest of plans.keys()) {
    if (plans.size <= plansMax) break;
    plans.delete(oldest);
  }
  return { ...plan, statement: withParameters(plan.statement, template.fill) };
}

function condensed(plan: Prepared): Prepared {
  return { ...plan, statement: withParameters(plan.statement, (value) => value) };
}
