import type { AuthCall } from "./auth-call.ts";

/** Where the flow is to end: a parameter, or (as GoTrue has it) a header. */
export function redirectTo({ query, request }: AuthCall): string | null {
  return query.get("redirect_to") ?? request.header("redirect_to");
}
