import type { AuthSettings, ProviderSettings } from "#lib/auth/auth-settings.ts";
import { defaultTemplates } from "#lib/auth/mail-templates.ts";
import { seal } from "#lib/auth/sealed.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { upsertAuthSettings } from "#lib/store/end-users/auth-project.ts";
import { audit } from "../audit.ts";
import { type AuthProject, projectSecrets, secretsLabel, siteUrl } from "../auth-project.ts";
import { type AppAsMember, openAuthAsMember } from "./open.ts";

/** A change of settings: any of them; a provider brings its secret along, or keeps the one it has. */
export type AuthSettingsChange = Partial<Omit<AuthSettings, "providers" | "password">> & {
  readonly password?: Partial<AuthSettings["password"]>;
  readonly providers?: { readonly [name: string]: ProviderSettings & { readonly clientSecret?: string } };
  readonly smsToken?: string;
};

/** The settings as the console shows them: of secrets only whether there is one. */
export interface AuthSettingsView {
  readonly settings: AuthSettings;
  readonly defaults: { readonly templates: typeof defaultTemplates; readonly siteUrl: string };
  readonly secrets: { readonly providers: readonly string[]; readonly smsToken: boolean };
  /** What to enter at a provider. */
  readonly callbackUrl: string;
  readonly hasMailServer: boolean;
}

export async function getAuthSettings(app: AppAsMember): Promise<AuthSettingsView> {
  const { project } = await openAuthAsMember(app, "viewer");
  return toView(project);
}

/** Settings that are not named stay. Needs the role admin. */
export async function updateAuthSettings(
  app: AppAsMember,
  change: AuthSettingsChange,
): Promise<AuthSettingsView> {
  const request = await openAuthAsMember(app, "admin");
  const { project } = request;
  const { providers, password, smsToken, ...plain } = change;
  const old = projectSecrets(project.scope.projectId, project.sealed);
  const secrets = {
    providers: { ...old.providers, ...givenSecrets(providers ?? {}) },
    smsToken: smsToken ?? old.smsToken,
  };
  const settings: AuthSettings = {
    ...project.settings,
    ...plain,
    password: { ...project.settings.password, ...password },
    providers: providers === undefined ? project.settings.providers : withoutSecrets(providers),
  };
  const sealed = seal(
    JSON.stringify(secrets),
    runtime().config.secret,
    secretsLabel(project.scope.projectId),
  );
  await runtime().database.transaction(project.scope, async (tx) => {
    await tx.query(upsertAuthSettings(project.scope, settings, sealed));
    await audit(tx, request, "settings_changed", { details: { keys: Object.keys(change) } });
  });
  return toView({ ...project, settings, sealed });
}

function givenSecrets(providers: NonNullable<AuthSettingsChange["providers"]>): {
  readonly [name: string]: string;
} {
  const given = Object.entries(providers).flatMap(([name, { clientSecret }]) =>
    clientSecret ? [[name, clientSecret] as const] : [],
  );
  return Object.fromEntries(given);
}

function withoutSecrets(providers: NonNullable<AuthSettingsChange["providers"]>): AuthSettings["providers"] {
  const rest = Object.entries(providers).map(
    ([name, { clientSecret: _, ...provider }]) => [name, provider] as const,
  );
  return Object.fromEntries(rest);
}

function toView(project: AuthProject): AuthSettingsView {
  const secrets = projectSecrets(project.scope.projectId, project.sealed);
  return {
    settings: project.settings,
    defaults: { templates: defaultTemplates, siteUrl: siteUrl(project) },
    secrets: { providers: Object.keys(secrets.providers), smsToken: secrets.smsToken !== null },
    callbackUrl: `${project.url}/callback`,
    hasMailServer: runtime().mailer !== null,
  };
}
