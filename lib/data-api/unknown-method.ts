import { AppError } from "#lib/errors/app-error.ts";
import { errorResponse } from "#lib/rest/response/error-response.ts";
import { readAddress } from "./address.ts";
import type { DataResponse } from "./data-request.ts";

/** A request as far as a server has read it that does not know its method. */
export interface UnreadRequest {
  readonly method: string;
  readonly url: string;
  readonly host: string | null;
}

/**
 * What PostgREST answers to a method that there is not.
 *
 * @returns null when the request is not for an app's REST.
 */
export function refuseMethod(
  { method, url, host }: UnreadRequest,
  hosts: readonly string[],
): DataResponse | null {
  if (readAddress(url, host, hosts)?.service !== "rest") return null;
  return errorResponse(new AppError("PGRST117", `Unsupported HTTP method: ${method}`), {
    isAnonymous: true,
    method,
  });
}
