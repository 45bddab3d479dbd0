import { authError } from "#lib/auth/auth-error.ts";
import { isPkceToken } from "#lib/auth/one-time-token.ts";
import { redirectTarget, withFragment, withQuery } from "#lib/auth/redirect.ts";
import { redirectRules } from "#lib/operations/end-users/auth-project.ts";
import { type VerifyAnswer, verifyToken } from "#lib/operations/end-users/verify-token.ts";
import type { DataResponse } from "../data-request.ts";
import { answer, redirect } from "./answers.ts";
import type { AuthCall } from "./auth-call.ts";
import { readBody, texts } from "./body.ts";
import { errorLanding, sessionLanding } from "./landing.ts";

const halfAccepted = "Confirmation link accepted. Please proceed to confirm link sent to the other email";

/** A code that was typed, or a link's token that the app took out of its address. */
export async function verify(call: AuthCall): Promise<DataResponse> {
  const body = await readBody(call.request);
  const input = texts(body, "type", "token", "token_hash", "email", "phone");
  if (input.token_hash && (input.email || input.phone)) {
    throw authError("validation_failed", "Only the token_hash and type should be provided");
  }
  const outcome = await verifyToken(call, input);
  switch (outcome.kind) {
    case "session":
      return answer(outcome.session);
    case "half":
      return answer({ msg: halfAccepted, code: "200" });
    case "code":
      return answer({ auth_code: outcome.code });
  }
}

/** A link in a mail: ends at the app, with a session, a code, or what went wrong. */
export async function followLink(call: AuthCall): Promise<DataResponse> {
  const { query } = call;
  const token = query.get("token") ?? query.get("token_hash") ?? "";
  const type = query.get("type") ?? "";
  const target = redirectTarget(query.get("redirect_to"), redirectRules(call.project));
  try {
    const outcome = await verifyToken(call, { type, token_hash: token });
    return redirect(landing(target, outcome, type));
  } catch (error) {
    return redirect(errorLanding(target, error, isPkceToken(token)));
  }
}

function landing(target: string, outcome: VerifyAnswer, type: string): string {
  switch (outcome.kind) {
    case "session":
      return sessionLanding(target, outcome.session, { type });
    case "code":
      return withQuery(target, { code: outcome.code });
    case "half":
      return withFragment(target, { message: halfAccepted });
  }
}
