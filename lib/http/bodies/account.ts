import type { CreateInvitationInput } from "#lib/operations/organizations/invitations.ts";
import { bodySchema, object } from "../body-schema.ts";
import { email, password, personName } from "./auth.ts";
import { name } from "./project.ts";

const role = { type: "string", enum: ["viewer", "editor", "admin", "owner"] };
const token = { type: "string", minLength: 1, maxLength: 200 };

export const profileBody = bodySchema<{ name: string | null }>(object({ name: personName }, ["name"]));

export const changePasswordBody = bodySchema<{ current_password: string; password: string }>(
  object({ current_password: password, password }, ["current_password", "password"]),
);

export const requestResetBody = bodySchema<{ email: string }>(object({ email }, ["email"]));

export const resetPasswordBody = bodySchema<{ token: string; password: string }>(
  object({ token, password }, ["token", "password"]),
);

export const changeEmailBody = bodySchema<{ email: string; password: string }>(
  object({ email, password }, ["email", "password"]),
);

/** The token of a link that was followed. */
export const linkBody = bodySchema<{ token: string }>(object({ token }, ["token"]));

export const organizationBody = bodySchema<{ name: string }>(object({ name }, ["name"]));

export const memberRoleBody = bodySchema<Pick<CreateInvitationInput, "role">>(object({ role }, ["role"]));

export const createInvitationBody = bodySchema<CreateInvitationInput>(
  object(
    {
      role,
      email: { anyOf: [email, { type: "null" }], description: "an e-mail address or null" },
      days: { type: "integer", minimum: 1, maximum: 90 },
    },
    ["role"],
  ),
);
