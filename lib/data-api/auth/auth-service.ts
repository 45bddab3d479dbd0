import { AppError } from "#lib/errors/app-error.ts";
import { clientAddressHeader } from "#lib/http/client-address.ts";
import { openAuthProject } from "#lib/operations/authorize.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { readCredentials } from "../credentials.ts";
import type { DataResponse, ServiceRequest } from "../data-request.ts";
import { answer, errorAnswer, finishAnswer } from "./answers.ts";
import { type AuthCall, type AuthRoute, requireAdmin, requireKey } from "./auth-call.ts";
import { authRoutes } from "./routes.ts";

/** `/auth/v1`: the auth of one project's app, as GoTrue's clients speak to it. */
export async function authService(request: ServiceRequest): Promise<DataResponse> {
  const log = runtime().log.child({ request_id: request.header("x-request-id") });
  const response = await respond(request).catch((error: unknown) => errorAnswer(error, request, log));
  return finishAnswer(response, request);
}

async function respond(request: ServiceRequest): Promise<DataResponse> {
  const found = findRoute(request.method, request.path.replace(/\/+$/, ""));
  if (found === null) return answer({ code: "not_found", message: "requested path is invalid" }, 404);
  if (found === "method") return answer({ code: "method_not_allowed", message: "Method Not Allowed" }, 405);
  const { route, params } = found;
  const { ref } = request;
  const keys =
    route.gate === "open"
      ? { bearer: readCredentials(request).bearer, isAdmin: false }
      : await requireKey(request, ref);
  if (route.gate === "admin") requireAdmin(keys);
  const client = {
    address: request.header(clientAddressHeader) ?? "unknown",
    userAgent: request.header("user-agent"),
  };
  const query = new URLSearchParams(request.search);
  return route.run({ request, query, params, project: await openAuthProject({ ref }), client, ...keys });
}

type Match = { readonly route: AuthRoute; readonly params: AuthCall["params"] };

function findRoute(method: string, path: string): Match | "method" | null {
  const matches = authRoutes.flatMap((route) => {
    const params = matchPath(route.path, path);
    return params === null ? [] : [{ route, params }];
  });
  // A fixed segment goes before a parameter.
  const found = matches
    .filter(({ route }) => route.method === method || (method === "HEAD" && route.isTelling === true))
    .sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0];
  if (found === undefined) return matches.length === 0 ? null : "method";
  for (const [name, value] of Object.entries(found.params)) {
    if (!uuid.test(value)) {
      throw new AppError("validation_failed", `${name}_id must be an UUID`, { status: 404 });
    }
  }
  return found;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function matchPath(pattern: string, path: string): AuthCall["params"] | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = value.toLowerCase();
    else if (part !== value) return null;
  }
  return params;
}
