import {
  challengeFactor,
  enrolFactor,
  unenrolFactor,
  verifyFactor,
} from "#lib/operations/end-users/factors.ts";
import type { DataResponse } from "../data-request.ts";
import { answer } from "./answers.ts";
import type { AuthCall, AuthRoute } from "./auth-call.ts";
import { readBody, texts } from "./body.ts";

export const factorRoutes: readonly AuthRoute[] = [
  { method: "POST", path: "/factors", gate: "key", run: enrol },
  { method: "POST", path: "/factors/:factor/challenge", gate: "key", run: challenge },
  { method: "POST", path: "/factors/:factor/verify", gate: "key", run: verify },
  { method: "DELETE", path: "/factors/:factor", gate: "key", run: unenrol },
];

async function enrol(call: AuthCall): Promise<DataResponse> {
  const input = texts(await readBody(call.request), "factor_type", "friendly_name", "issuer");
  const { id, friendlyName, totp } = await enrolFactor(call, input);
  return answer({
    id,
    type: "totp",
    friendly_name: friendlyName,
    totp: { qr_code: totp.qrCode, secret: totp.secret, uri: totp.uri },
  });
}

async function challenge(call: AuthCall): Promise<DataResponse> {
  const { id, expiresAt } = await challengeFactor(call, call.params.factor ?? "");
  return answer({ id, type: "totp", expires_at: expiresAt });
}

async function verify(call: AuthCall): Promise<DataResponse> {
  const input = texts(await readBody(call.request), "challenge_id", "code");
  return answer(await verifyFactor(call, call.params.factor ?? "", input));
}

async function unenrol(call: AuthCall): Promise<DataResponse> {
  const id = call.params.factor ?? "";
  await unenrolFactor(call, id);
  return answer({ id });
}
