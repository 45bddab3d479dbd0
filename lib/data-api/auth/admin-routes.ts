import { toFactorObject, toUserObject } from "#lib/auth/user-object.ts";
import { findUsers, getUser } from "#lib/operations/end-users/find-users.ts";
import { generateLink, inviteUser } from "#lib/operations/end-users/links.ts";
import { removeFactor } from "#lib/operations/end-users/manage-factors.ts";
import {
  createManagedUser,
  deleteManagedUser,
  type ManagedUser,
  updateManagedUser,
} from "#lib/operations/end-users/manage-user.ts";
import type { DataResponse } from "../data-request.ts";
import { answer } from "./answers.ts";
import type { AuthCall, AuthRoute } from "./auth-call.ts";
import { type Body, flags, objects, readBody, texts } from "./body.ts";
import { redirectTo } from "./redirect-to.ts";

const users = "/admin/users";

export const adminRoutes: readonly AuthRoute[] = [
  { method: "GET", path: users, gate: "admin", run: list },
  { method: "POST", path: users, gate: "admin", run: create },
  { method: "GET", path: `${users}/:user`, gate: "admin", run: read },
  { method: "PUT", path: `${users}/:user`, gate: "admin", run: update },
  { method: "DELETE", path: `${users}/:user`, gate: "admin", run: remove },
  { method: "GET", path: `${users}/:user/factors`, gate: "admin", run: factors },
  { method: "DELETE", path: `${users}/:user/factors/:factor`, gate: "admin", run: dropFactor },
  { method: "POST", path: "/admin/generate_link", gate: "admin", run: link },
  { method: "POST", path: "/invite", gate: "admin", run: invite },
];

async function list(call: AuthCall): Promise<DataResponse> {
  const page = positive(call.query.get("page"), 1, 1_000_000);
  const perPage = positive(call.query.get("per_page"), 50, 1000);
  const search = call.query.get("filter");
  const found = await findUsers(call, { limit: perPage, offset: (page - 1) * perPage, search });
  const { total } = found;
  const last = Math.max(1, Math.ceil(total / perPage));
  // Clients read the page as the first parameter.
  const to = (target: number, rel: string) =>
    `<${call.project.url}${users}?page=${target}&per_page=${perPage}>; rel="${rel}"`;
  const links = [...(page < last ? [to(page + 1, "next")] : []), to(last, "last")];
  return answer({ users: found.users.map(toUserObject), aud: "authenticated" }, 200, [
    ["X-Total-Count", String(total)],
    ["Link", links.join(", ")],
  ]);
}

async function create(call: AuthCall): Promise<DataResponse> {
  return answer(toUserObject(await createManagedUser(call, managedUser(await readBody(call.request)))));
}

async function read(call: AuthCall): Promise<DataResponse> {
  return answer(toUserObject(await getUser(call, call.params.user ?? "")));
}

async function update(call: AuthCall): Promise<DataResponse> {
  const input = managedUser(await readBody(call.request));
  return answer(toUserObject(await updateManagedUser(call, call.params.user ?? "", input)));
}

async function remove(call: AuthCall): Promise<DataResponse> {
  const { should_soft_delete: isSoft = false } = flags(await readBody(call.request), "should_soft_delete");
  await deleteManagedUser(call, call.params.user ?? "", isSoft);
  return answer({});
}

async function factors(call: AuthCall): Promise<DataResponse> {
  const account = await getUser(call, call.params.user ?? "");
  return answer(account.factors.map(toFactorObject));
}

async function dropFactor(call: AuthCall): Promise<DataResponse> {
  const { user = "", factor = "" } = call.params;
  return answer(toFactorObject(await removeFactor(call, user, factor)));
}

async function link(call: AuthCall): Promise<DataResponse> {
  const body = await readBody(call.request);
  const input = {
    ...texts(body, "type", "email", "new_email", "password", "redirect_to"),
    ...objects(body, "data"),
  };
  const target = redirectTo(call) ?? input.redirect_to ?? null;
  const { account, made, verificationType } = await generateLink(call, { ...input, redirectTo: target });
  return answer({
    ...toUserObject(account),
    action_link: made.link,
    email_otp: made.code,
    hashed_token: made.token,
    verification_type: verificationType,
    redirect_to: made.redirectTo,
  });
}

async function invite(call: AuthCall): Promise<DataResponse> {
  const body = await readBody(call.request);
  const input = { ...texts(body, "email"), ...objects(body, "data"), redirectTo: redirectTo(call) };
  return answer(toUserObject(await inviteUser(call, input)));
}

function managedUser(body: Body): ManagedUser {
  return {
    ...texts(body, "id", "email", "phone", "password", "password_hash", "ban_duration", "role"),
    ...flags(body, "email_confirm", "phone_confirm"),
    ...objects(body, "user_metadata", "app_metadata"),
  };
}

function positive(text: string | null, fallback: number, max: number): number {
  const number = Number(text || fallback);
  return Number.isSafeInteger(number) && number > 0 ? Math.min(number, max) : fallback;
}
