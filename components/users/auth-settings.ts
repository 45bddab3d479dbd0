"use client";

import { useQueryClient } from "@tanstack/react-query";
import { call } from "#components/api/client.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import { authPath } from "./app-users.ts";

export interface ProviderSettings {
  readonly enabled: boolean;
  readonly clientId: string;
  readonly issuer?: string;
  readonly scopes?: string;
  readonly audiences?: readonly string[];
  readonly label?: string;
}

export interface TemplateText {
  readonly subject: string;
  readonly body: string;
}

/** How the accounts of an app work, as the management API shows it. */
export interface AuthSettings {
  readonly siteUrl: string | null;
  readonly redirectUrls: readonly string[];
  readonly signUpEnabled: boolean;
  readonly emailEnabled: boolean;
  readonly phoneEnabled: boolean;
  readonly anonymousEnabled: boolean;
  readonly manualLinkingEnabled: boolean;
  readonly confirmEmail: boolean;
  readonly confirmPhone: boolean;
  readonly doubleConfirmEmailChange: boolean;
  readonly reauthenticateForPassword: boolean;
  readonly totpEnabled: boolean;
  readonly singleSession: boolean;
  readonly password: { readonly lengthMin: number; readonly refuseCommon: boolean };
  readonly accessTokenSeconds: number;
  readonly sessionSeconds: number;
  readonly inactivitySeconds: number;
  readonly otpSeconds: number;
  readonly senderName: string | null;
  readonly smsUrl: string | null;
  readonly templates: { readonly [name: string]: TemplateText };
  readonly providers: { readonly [name: string]: ProviderSettings };
}

export interface AuthSettingsView {
  readonly settings: AuthSettings;
  readonly defaults: {
    readonly templates: { readonly [name: string]: TemplateText };
    readonly siteUrl: string;
  };
  readonly secrets: { readonly providers: readonly string[]; readonly smsToken: boolean };
  readonly callbackUrl: string;
  readonly hasMailServer: boolean;
}

export function useAuthSettings(databaseId: string) {
  return useAnswer<AuthSettingsView>({
    queryKey: ["database", databaseId, "auth", "settings"],
    queryFn: ({ signal }) => call("GET", `${authPath(databaseId)}/settings`, { signal }),
  });
}

/** Changes the settings that are named; must be awaited for its refusal. */
export function useSaveAuthSettings(databaseId: string): (change: object) => Promise<void> {
  const client = useQueryClient();
  return async (change) => {
    const saved = await call<AuthSettingsView>("PATCH", `${authPath(databaseId)}/settings`, { body: change });
    client.setQueryData(["database", databaseId, "auth", "settings"], saved);
  };
}
