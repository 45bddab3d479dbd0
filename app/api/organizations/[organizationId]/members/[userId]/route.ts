import { memberRoleBody } from "#lib/http/bodies/account.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { changeMemberRole, removeMember } from "#lib/operations/organizations/members.ts";

const params = { organizationId: "uuid", userId: "uuid" } as const;

export const PATCH = route(
  async ({ actor, params, body }) => {
    const change = { userId: params.userId, role: body.role };
    return json({ member: await changeMemberRole(actor, params.organizationId, change) });
  },
  { params, body: memberRoleBody },
);

/** One's own: to leave. */
export const DELETE = route(
  async ({ actor, params }) => {
    await removeMember(actor, params.organizationId, params.userId);
    return json({});
  },
  { params },
);

export const { GET, POST, PUT, OPTIONS } = methodsOtherThan("PATCH", "DELETE");
