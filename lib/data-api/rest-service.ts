import { projectKeyKindOf } from "#lib/auth/opaque-token.ts";
import { projectRefOf } from "#lib/auth/project-key-token.ts";
import { AppError, isAppError } from "#lib/errors/app-error.ts";
import { serveApiDocument } from "#lib/operations/data-api/describe-api.ts";
import {
  type CallerRefusal,
  type PresentedCredentials,
  resolveCaller,
} from "#lib/operations/data-api/resolve-caller.ts";
import { serveRest } from "#lib/operations/data-api/serve-rest.ts";
import { withinAppLimit } from "#lib/operations/data-api/within-app-limit.ts";
import { splitQuery } from "#lib/rest/request/query-params.ts";
import { errorResponse } from "#lib/rest/response/error-response.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { conditional } from "./conditional.ts";
import { readCredentials } from "./credentials.ts";
import type { DataResponse, ServiceRequest } from "./data-request.ts";
import { withExplanation } from "./explain-header.ts";
import { toldHeaders } from "./told-headers.ts";

/** `/rest/v1`: who asks, then PostgREST's dialect. Every error has PostgREST's four keys. */
export async function restService(request: ServiceRequest): Promise<DataResponse> {
  const { method } = request;
  try {
    const credentials = readCredentials(request);
    const outcome = await resolveCaller(request.ref, credentials);
    // Without a key nothing is told of a project, not even what it has.
    if (!outcome.ok && method === "OPTIONS") return allowed(request.path);
    if (!outcome.ok) throw refusal(outcome.reason, credentials, request.ref);
    const path = segments(request.path);
    const { scope, ref, key } = outcome.caller;
    await withinAppLimit(scope.projectId);
    if (path.length === 0 && (method === "GET" || method === "HEAD"))
      return await serveApiDocument(scope, ref, { method, accept: request.header("accept") });
    const asked = {
      method,
      path,
      params: splitQuery(request.search),
      header: request.header,
      toldHeaders: () => toldHeaders(request),
      hasSecretKey: key?.kind === "secret",
      body: method === "GET" || method === "HEAD" ? "" : await request.text(),
    };
    const response = await withExplanation(outcome.caller, asked, await serveRest(scope, asked));
    return conditional(request, response);
  } catch (error) {
    const response = errorResponse(error, { isAnonymous: true, method });
    if (response !== null) return response;
    return internalError(error, request);
  }
}

/** What can be asked of any resource. */
function allowed(path: string): DataResponse {
  const methods = path.startsWith("/rpc/")
    ? "OPTIONS,GET,HEAD,POST"
    : "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE";
  return { status: 200, headers: [["Allow", methods]], body: null };
}

function refusal(reason: CallerRefusal, given: PresentedCredentials, ref: string): AppError {
  switch (reason) {
    case "missing":
      return new AppError("PGRST302", "Anonymous access is disabled", {
        hint: "Send the project's key in the header apikey.",
      });
    case "project":
      return new AppError("PGRST301", "No such project", { hint: "Check the project's address." });
    case "invalid":
      return undecodable(given, ref);
    case "expired":
      return new AppError("PGRST303", "JWT expired");
    case "browser":
      return new AppError("PGRST301", "A secret key must not be used in a browser", {
        hint: "Use the project's anon or publishable key there.",
      });
  }
}

function undecodable({ bearer, apikey }: PresentedCredentials, ref: string): AppError {
  const token = bearer ?? apikey ?? "";
  // No JWT and not meant to be one.
  if (projectKeyKindOf(token) !== null)
    return new AppError("PGRST301", "Invalid API key", {
      hint: "It was revoked or has ended, or it is not a key of this project.",
    });
  const other = projectRefOf(token);
  if (other !== null)
    return new AppError("PGRST301", "No suitable key or wrong key type", {
      details: "None of the keys was able to decode the JWT",
      hint:
        other === ref
          ? "The key was revoked or has ended, or is damaged."
          : "It is a key of another project.",
    });
  const parts = bearer?.split(".").length ?? 3;
  if (parts !== 3) return new AppError("PGRST301", `Expected 3 parts in JWT; got ${parts}`);
  return new AppError("PGRST301", "No suitable key or wrong key type", {
    details: "None of the keys was able to decode the JWT",
  });
}

function segments(path: string): readonly string[] {
  return path
    .split("/")
    .filter((segment) => segment !== "")
    .map((segment) => {
      try {
        return decodeURIComponent(segment);
      } catch (cause) {
        throw new AppError("PGRST125", "Invalid path specified in request URL", { cause });
      }
    });
}

function internalError(error: unknown, { method, ref, path, header }: ServiceRequest): DataResponse {
  const known = isAppError(error) ? {} : { err: error };
  runtime().log.error({ ...known, request_id: header("x-request-id"), ref, path }, "a request failed");
  const failed = new AppError("RH000", "Internal error");
  const response = errorResponse(failed, { isAnonymous: false, method });
  if (response === null) throw error;
  return response;
}
