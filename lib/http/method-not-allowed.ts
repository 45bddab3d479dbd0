import { AppError } from "#lib/errors/app-error.ts";
import { type RouteHandler, route } from "./route.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof methods)[number];

/**
 * The handlers of the methods that a path does not have: 405 with `Allow`, in the contract's error body.
 *
 * `export const { PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET", "POST");`
 */
export function methodsOtherThan(...allowed: readonly Method[]): Record<Method | "OPTIONS", RouteHandler> {
  const allow = [...allowed, ...(allowed.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const refuse = route(
    async ({ request }) => {
      throw new AppError("RH005", `${request.method} is not possible here.`, { hint: `Possible: ${allow}.` });
    },
    { auth: "none", headers: { Allow: allow } },
  );
  const options = route(async () => new Response(null, { status: 204 }), {
    auth: "none",
    headers: { Allow: allow },
  });
  return { GET: refuse, POST: refuse, PUT: refuse, PATCH: refuse, DELETE: refuse, OPTIONS: options };
}
