import { AppError } from "#lib/errors/app-error.ts";
import type { Log } from "#lib/log.ts";
import type { Actor } from "#lib/operations/actor.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import type { BodySchema } from "./body-schema.ts";
import { errorResponse } from "./error-response.ts";
import { requireActor } from "./gate.ts";
import { bodyBytesMaxDefault, readJson } from "./read-json.ts";
import { requestIdHeader, requestIdOf } from "./request-id.ts";
import { finish } from "./respond.ts";

type Auth = "required" | "none";

/** `uuid`: anything else cannot exist, so it is 404 before the database is asked. */
type ParamKinds = { readonly [name: string]: "uuid" | "text" };

export interface RouteOptions<A extends Auth, Body, Params extends ParamKinds> {
  /** Default: `required`. */
  readonly auth?: A;
  /** Absent: a body is not read. */
  readonly body?: BodySchema<Body>;
  /** Default 1 MiB. */
  readonly bodyBytesMax?: number;
  /** The path's parameters that the handler reads. */
  readonly params?: Params;
  /** On every answer of this route, errors too. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that has passed the gate. */
export interface RouteRequest<A extends Auth, Body, Params extends ParamKinds> {
  readonly request: Request;
  readonly url: URL;
  readonly actor: A extends "none" ? null : Actor;
  readonly params: { readonly [name in keyof Params]: string };
  readonly body: Body;
  /** Carries the request's id on every line. */
  readonly log: Log;
  readonly requestId: string;
}

/** What Next calls: one exported method of an `app/api` file. */
export type RouteHandler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;

/**
 * The gate that every request of the management API passes: id, session, origin, body; and one place that turns errors
 * into answers. The handler reads what it needs, calls one operation, responds.
 */
export function route<
  A extends Auth = "required",
  Body = undefined,
  const Params extends ParamKinds = Record<never, "text">,
>(
  handler: (request: RouteRequest<A, Body, Params>) => Promise<Response>,
  options: RouteOptions<A, Body, Params> = {},
): RouteHandler {
  return async (request, context) => {
    const requestId = requestIdOf(request.headers);
    const log = runtime().log.child({ request_id: requestId });
    const headers = { ...options.headers, [requestIdHeader]: requestId };
    try {
      const passed = await pass(request, await context.params, options);
      const response = await handler({ ...passed, request, log, requestId });
      return finish(response, headers);
    } catch (error) {
      return finish(errorResponse(error, requestId, log), headers);
    }
  };
}

async function pass<A extends Auth, Body, Params extends ParamKinds>(
  request: Request,
  given: object,
  options: RouteOptions<A, Body, Params>,
): Promise<Pick<RouteRequest<A, Body, Params>, "actor" | "params" | "body" | "url">> {
  const actor = options.auth === "none" ? null : await requireActor(request);
  const params = readParams(given, options.params);
  const body = options.body?.parse(await readJson(request, options.bodyBytesMax ?? bodyBytesMaxDefault));
  // `Body` is `undefined` exactly when there is no schema, `actor` null exactly when `auth` is "none".
  return { actor, params, body, url: new URL(request.url) } as Pick<
    RouteRequest<A, Body, Params>,
    "actor" | "params" | "body" | "url"
  >;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function readParams(given: object, kinds: ParamKinds = {}): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    const value: unknown = (given as Record<string, unknown>)[name];
    if (typeof value !== "string" || (kind === "uuid" && !uuid.test(value))) {
      throw new AppError("RH004", `There is nothing at this ${name}.`, {
        hint: "Check the id in the address.",
      });
    }
    params[name] = value;
  }
  return params;
}
