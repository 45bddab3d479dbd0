import { type AuthSettings, completeAuthSettings } from "#lib/auth/auth-settings.ts";
import type { RedirectRules } from "#lib/auth/redirect.ts";
import { unseal } from "#lib/auth/sealed.ts";
import type { TenantScope } from "#lib/db/scope.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import type { AuthProjectRow } from "#lib/store/end-users/auth-project.ts";
import type { Client } from "../start-session.ts";

/** One app whose people sign up and in, and how its accounts work. */
export interface AuthProject {
  readonly scope: TenantScope;
  readonly ref: string;
  readonly settings: AuthSettings;
  /** Encrypted; see `projectSecrets`. */
  readonly sealed: Uint8Array | null;
  /** `<app>/p/<ref>/auth/v1`: where links lead, and who issues the tokens. */
  readonly url: string;
}

/** What an operation of the auth is told: which app, and where the request comes from. */
export interface AuthRequest {
  readonly project: AuthProject;
  readonly client: Client;
}

/** What only the server may read of an app's settings. */
export interface ProjectSecrets {
  readonly providers: { readonly [name: string]: string };
  readonly smsToken: string | null;
}

export function toAuthProject(scope: TenantScope, row: AuthProjectRow): AuthProject {
  return {
    scope,
    ref: row.ref,
    settings: completeAuthSettings(row.settings),
    sealed: row.sealed,
    url: `${runtime().config.appUrl}/p/${row.ref}/auth/v1`,
  };
}

export function secretsLabel(projectId: string): string {
  return `auth-settings:${projectId}`;
}

export function projectSecrets(projectId: string, sealed: Uint8Array | null): ProjectSecrets {
  if (sealed === null) return { providers: {}, smsToken: null };
  return JSON.parse(unseal(sealed, runtime().config.secret, secretsLabel(projectId))) as ProjectSecrets;
}

export function siteUrl({ settings }: AuthProject): string {
  return settings.siteUrl ?? runtime().config.appUrl;
}

export function redirectRules(project: AuthProject): RedirectRules {
  const { appUrl: productUrl } = runtime().config;
  return { siteUrl: siteUrl(project), allowed: project.settings.redirectUrls, productUrl };
}
