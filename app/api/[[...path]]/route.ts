import { AppError } from "#lib/errors/app-error.ts";
import { route } from "#lib/http/route.ts";

/** Whatever no other file answers: 404 as JSON, like every error of the API. */
const nothing = route(
  async ({ url }) => {
    throw new AppError("RH004", `There is nothing at ${url.pathname}.`, {
      hint: "GET /api/openapi.json lists what there is.",
    });
  },
  { auth: "none" },
);

export const GET = nothing;
export const POST = nothing;
export const PUT = nothing;
export const PATCH = nothing;
export const DELETE = nothing;
export const OPTIONS = nothing;
