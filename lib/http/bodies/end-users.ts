import { authSettingsSchema } from "#lib/auth/auth-settings.ts";
import type { AuthSettingsChange } from "#lib/operations/end-users/console/settings.ts";
import type { ManagedUser } from "#lib/operations/end-users/manage-user.ts";
import { bodySchema, object } from "../body-schema.ts";

const text = (maxLength: number) => ({ type: "string", maxLength });
const document = { type: "object", additionalProperties: true };

const managed = {
  email: text(254),
  phone: text(40),
  password: text(1000),
  password_hash: text(1000),
  email_confirm: { type: "boolean" },
  phone_confirm: { type: "boolean" },
  user_metadata: document,
  app_metadata: document,
  ban_duration: text(40),
};

export const createAppUserBody = bodySchema<ManagedUser>(object({ ...managed, id: text(36) }, []));

export const updateAppUserBody = bodySchema<ManagedUser>(object(managed, []));

export const inviteAppUserBody = bodySchema<{ email: string; data?: { readonly [key: string]: unknown } }>(
  object({ email: text(254), data: document }, ["email"]),
);

export const authSettingsBody = bodySchema<AuthSettingsChange>(authSettingsSchema);
