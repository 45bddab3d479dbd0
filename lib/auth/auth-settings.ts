import type { PasswordPolicy } from "./end-user-password.ts";
import { type TemplateName, templateNames } from "./mail-templates.ts";

/** A provider that people can sign in with. Its client secret lies apart, encrypted. */
export interface ProviderSettings {
  readonly enabled: boolean;
  readonly clientId: string;
  /** Of an OIDC provider: where its discovery document is found. Google's and GitHub's are known. */
  readonly issuer?: string;
  readonly scopes?: string;
  /** Further client ids whose ID tokens are taken (native apps). */
  readonly audiences?: readonly string[];
  /** What a button says. */
  readonly label?: string;
}

export interface TemplateText {
  readonly subject: string;
  /** HTML with `{{ .ConfirmationURL }}`, `{{ .Token }}`, `{{ .TokenHash }}`, `{{ .SiteURL }}`, `{{ .Email }}`, `{{ .NewEmail }}`, `{{ .RedirectTo }}`, `{{ .Data.name }}`. */
  readonly body: string;
}

/** How the accounts of one generated app work. */
export interface AuthSettings {
  /** Null: the product's own address. */
  readonly siteUrl: string | null;
  readonly redirectUrls: readonly string[];
  readonly signUpEnabled: boolean;
  readonly emailEnabled: boolean;
  readonly phoneEnabled: boolean;
  readonly anonymousEnabled: boolean;
  readonly manualLinkingEnabled: boolean;
  readonly confirmEmail: boolean;
  readonly confirmPhone: boolean;
  /** Both the old and the new address confirm a change. */
  readonly doubleConfirmEmailChange: boolean;
  /** A session older than a day asks for a code before the password changes. */
  readonly reauthenticateForPassword: boolean;
  readonly password: PasswordPolicy;
  readonly accessTokenSeconds: number;
  /** 0: for ever. */
  readonly sessionSeconds: number;
  /** 0: never. */
  readonly inactivitySeconds: number;
  readonly singleSession: boolean;
  readonly reuseSeconds: number;
  readonly otpDigits: number;
  readonly otpSeconds: number;
  readonly mailIntervalSeconds: number;
  readonly totpEnabled: boolean;
  readonly senderName: string | null;
  readonly templates: { readonly [name in TemplateName]?: TemplateText };
  readonly providers: { readonly [name: string]: ProviderSettings };
  /** A generic HTTP provider: POST of `{to, message}` as JSON, with a bearer token. Null: the mailbox. */
  readonly smsUrl: string | null;
}

const defaultAuthSettings: AuthSettings = {
  siteUrl: null,
  // A developer's own machine: a token that is sent there reaches nobody else.
  redirectUrls: [
    "http://localhost:*/**",
    "http://localhost:*",
    "http://127.0.0.1:*/**",
    "http://127.0.0.1:*",
  ],
  signUpEnabled: true,
  emailEnabled: true,
  phoneEnabled: true,
  anonymousEnabled: true,
  manualLinkingEnabled: true,
  confirmEmail: false,
  confirmPhone: true,
  doubleConfirmEmailChange: true,
  reauthenticateForPassword: false,
  password: { lengthMin: 6, requiredCharacters: [], refuseCommon: false },
  accessTokenSeconds: 3600,
  sessionSeconds: 0,
  inactivitySeconds: 0,
  singleSession: false,
  reuseSeconds: 10,
  otpDigits: 6,
  otpSeconds: 3600,
  mailIntervalSeconds: 60,
  totpEnabled: true,
  senderName: null,
  templates: {},
  providers: {},
  smsUrl: null,
};

/** What is stored of a project's settings, over the defaults: a setting of a later version is there from the start. */
export function completeAuthSettings(stored: Partial<AuthSettings> | null): AuthSettings {
  const { password, ...rest } = stored ?? {};
  return {
    ...defaultAuthSettings,
    ...rest,
    password: { ...defaultAuthSettings.password, ...password },
  };
}

/** The JSON schema of a change to the settings: any of them, nothing else. */
export const authSettingsSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    siteUrl: {
      type: ["string", "null"],
      maxLength: 500,
      pattern: "^https?://[^\\s]+$|^[a-z][a-z0-9+.-]*://",
    },
    redirectUrls: { type: "array", maxItems: 100, items: { type: "string", minLength: 1, maxLength: 500 } },
    ...booleans(
      "signUpEnabled",
      "emailEnabled",
      "phoneEnabled",
      "anonymousEnabled",
      "manualLinkingEnabled",
      "confirmEmail",
      "confirmPhone",
      "doubleConfirmEmailChange",
      "reauthenticateForPassword",
      "singleSession",
      "totpEnabled",
    ),
    password: {
      type: "object",
      additionalProperties: false,
      properties: {
        lengthMin: integer(6, 72),
        requiredCharacters: {
          type: "array",
          maxItems: 6,
          items: { type: "string", minLength: 1, maxLength: 100 },
        },
        refuseCommon: { type: "boolean" },
      },
    },
    accessTokenSeconds: integer(60, 604_800),
    sessionSeconds: integer(0, 315_360_000),
    inactivitySeconds: integer(0, 315_360_000),
    reuseSeconds: integer(0, 300),
    otpDigits: integer(6, 10),
    otpSeconds: integer(60, 86_400),
    mailIntervalSeconds: integer(0, 3600),
    senderName: { type: ["string", "null"], maxLength: 100 },
    templates: {
      type: "object",
      additionalProperties: false,
      properties: Object.fromEntries(
        templateNames.map((name) => [
          name,
          {
            type: "object",
            additionalProperties: false,
            required: ["subject", "body"],
            properties: {
              subject: { type: "string", minLength: 1, maxLength: 300 },
              body: { type: "string", minLength: 1, maxLength: 50_000 },
            },
          },
        ]),
      ),
    },
    providers: {
      type: "object",
      maxProperties: 20,
      propertyNames: { pattern: "^[a-z][a-z0-9_-]{1,40}$" },
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        required: ["enabled", "clientId"],
        properties: {
          enabled: { type: "boolean" },
          clientId: { type: "string", maxLength: 300 },
          /** Write-only; kept when absent. */
          clientSecret: { type: "string", maxLength: 5000 },
          issuer: { type: "string", maxLength: 500, pattern: "^https?://" },
          scopes: { type: "string", maxLength: 300 },
          audiences: { type: "array", maxItems: 20, items: { type: "string", maxLength: 300 } },
          label: { type: "string", maxLength: 60 },
        },
      },
    },
    smsUrl: { type: ["string", "null"], maxLength: 500, pattern: "^https?://" },
    smsToken: { type: "string", maxLength: 1000 },
  },
} as const;

function integer(minimum: number, maximum: number): object {
  return { type: "integer", minimum, maximum };
}

function booleans(...names: readonly string[]): { readonly [name: string]: object } {
  return Object.fromEntries(names.map((name) => [name, { type: "boolean" }]));
}
