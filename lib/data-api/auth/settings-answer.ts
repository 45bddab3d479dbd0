import type { AuthProject } from "#lib/operations/end-users/auth-project.ts";

/** What GoTrue tells of itself; an app builds its sign-in page by it. */
export function settingsAnswer({ settings }: AuthProject): object {
  const providers = Object.entries(settings.providers).map(([name, { enabled }]) => [name, enabled]);
  return {
    external: {
      google: false,
      github: false,
      ...Object.fromEntries(providers),
      anonymous_users: settings.anonymousEnabled,
      email: settings.emailEnabled,
      phone: settings.phoneEnabled,
    },
    disable_signup: !settings.signUpEnabled,
    mailer_autoconfirm: !settings.confirmEmail,
    phone_autoconfirm: !settings.confirmPhone,
    sms_provider: settings.smsUrl === null ? "" : "http",
    mfa_enabled: settings.totpEnabled,
    saml_enabled: false,
    passkeys_enabled: false,
  };
}
