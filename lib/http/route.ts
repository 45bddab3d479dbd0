import { AppError } from "#lib/errors/app-error.ts";
import type { Room } from "#lib/limits/body-room.ts";
import { rateLimitHeaders } from "#lib/limits/headers.ts";
import type { RateLimitResult, RateLimitRule } from "#lib/limits/rate-limiter.ts";
import { rateLimitRules } from "#lib/limits/rules.ts";
import type { Log } from "#lib/log.ts";
import type { Actor } from "#lib/operations/actor.ts";
import { addressKey, withinLimit } from "#lib/operations/within-limit.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import type { BodySchema } from "./body-schema.ts";
import { clientAddress } from "./client-address.ts";
import { errorResponse, withoutResending } from "./error-response.ts";
import { requireActor } from "./gate.ts";
import { bodyBytesMaxDefault, discardBody, readJson } from "./read-json.ts";
import { requestIdHeader, requestIdOf } from "./request-id.ts";
import { finish } from "./respond.ts";

type Auth = "required" | "none";

/** `uuid`: anything else cannot exist, so it is 404 before the database is asked; read in lower case. */
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
  /** Counted per user, or per address where nobody is signed in. Default: `rateLimitRules.api`. */
  readonly limit?: RateLimitRule;
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
  /** Stops the reading of a body that the handler reads itself; null: there is none. */
  readonly late: AbortSignal | null;
}

/** What Next calls: one exported method of an `app/api` file. */
export type RouteHandler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;

/**
 * The gate that every request of the management API passes: id, session, origin, limit, body; and one place that turns
 * errors into answers. The handler reads what it needs, calls one operation, responds.
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
    const headers: Record<string, string> = { ...options.headers, [requestIdHeader]: requestId };
    let room: Room | undefined;
    try {
      const actor = options.auth === "none" ? null : await requireActor(request);
      Object.assign(headers, rateLimitHeaders(await limit(request, actor, options.limit)));
      const params = readParams(await context.params, options.params);
      if (request.body !== null) room = await roomFor(request, actor);
      const late = room?.late ?? null;
      const bytesMax = options.bodyBytesMax ?? bodyBytesMaxDefault;
      const read = options.body === undefined ? undefined : await readJson(request, bytesMax, late);
      if (options.body !== undefined) room?.arrived();
      const body = options.body?.parse(read);
      const passed = { request, url: new URL(request.url), actor, params, body, log, requestId, late };
      // `actor` is null exactly when `auth` is "none", `Body` undefined exactly when there is no schema.
      return finish(await handler(passed as RouteRequest<A, Body, Params>), headers);
    } catch (error) {
      // What is still to come is thrown away, and takes none.
      room?.leave();
      if (!(await canReuse(request))) headers.Connection = "close";
      return finish(withoutResending(request, errorResponse(error, requestId, log)), headers);
    } finally {
      room?.leave();
    }
  };
}

function roomFor({ headers }: Request, actor: Actor | null): Promise<Room> {
  return runtime().bodyRoom.take(ownerOf(headers, actor), (name) => headers.get(name));
}

const ownerOf = (headers: Headers, actor: Actor | null) =>
  actor?.userId ?? addressKey(clientAddress(headers));

async function canReuse(request: Request): Promise<boolean> {
  // A client that hung up while it was sending has no use for the connection either.
  return discardBody(request).catch(() => false);
}

function limit(
  request: Request,
  actor: Actor | null,
  rule: RateLimitRule = rateLimitRules.api,
): Promise<RateLimitResult> {
  return withinLimit(ownerOf(request.headers, actor), rule);
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
    // One spelling of an id: it is also what attempts are counted by.
    params[name] = kind === "uuid" ? value.toLowerCase() : value;
  }
  return params;
}
