import type { ApiCaller } from "#lib/operations/data-api/resolve-caller.ts";
import { explainEmpty } from "#lib/operations/rules/explain-empty.ts";
import type { RestRequest, RestResponse } from "#lib/rest/rest-request.ts";

/**
 * `X-Explain-Empty`: why did this return nothing, which rule hid how many rows? Only beside a key that could have read
 * them anyway; to all others the header says nothing.
 */
export async function withExplanation(
  { scope, key }: ApiCaller,
  request: RestRequest,
  response: RestResponse,
): Promise<RestResponse> {
  const isAsked = request.method === "GET" && request.header("x-explain-empty") !== null;
  const isDeveloper = (key?.kind === "service_role" || key?.kind === "secret") && scope.keyScopes === null;
  if (!isAsked || !isDeveloper || response.status >= 300 || response.body !== "[]") return response;
  const explanation = await explainEmpty(scope, request);
  if (explanation === null) return response;
  // Headers hold no letters beyond ASCII.
  const text = JSON.stringify(explanation).replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return { ...response, headers: [...response.headers, ["X-Explain-Empty", text]] };
}
