/** One way in which a person can be known: by e-mail, by phone, by a provider. */
export interface Identity {
  readonly id: string;
  readonly user_id: string;
  readonly provider: string;
  readonly provider_id: string;
  readonly identity_data: { readonly [key: string]: unknown };
  readonly last_sign_in_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Factor {
  readonly id: string;
  readonly friendly_name: string | null;
  readonly factor_type: "totp" | "phone";
  readonly status: "unverified" | "verified";
  readonly phone: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly last_challenged_at: string | null;
}

/** An end user as stored: the profile row's e-mail, and the account beside it. Times are ISO 8601. */
export interface Account {
  readonly id: string;
  readonly email: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly password_hash: string | null;
  readonly confirmed_email: string | null;
  readonly email_confirmed_at: string | null;
  readonly email_proven_at: string | null;
  readonly phone: string | null;
  readonly phone_confirmed_at: string | null;
  readonly role: string;
  readonly is_anonymous: boolean;
  readonly app_metadata: { readonly [key: string]: unknown };
  readonly user_metadata: { readonly [key: string]: unknown };
  readonly new_email: string | null;
  readonly email_change_confirmed: readonly string[];
  readonly new_phone: string | null;
  readonly confirmation_sent_at: string | null;
  readonly recovery_sent_at: string | null;
  readonly email_change_sent_at: string | null;
  readonly phone_change_sent_at: string | null;
  readonly reauthentication_sent_at: string | null;
  readonly invited_at: string | null;
  readonly last_sign_in_at: string | null;
  readonly banned_until: string | null;
  readonly deleted_at: string | null;
  readonly identities: readonly Identity[];
  readonly factors: readonly Factor[];
}

/** The user object of GoTrue's answers. */
export type UserObject = { readonly [key: string]: unknown };

/** Whether the address that the account has now was confirmed. */
export function isEmailConfirmed({ email, confirmed_email }: Account): boolean {
  return email !== null && confirmed_email === email.toLowerCase();
}

export function isBanned({ banned_until, deleted_at }: Account, now: Date = new Date()): boolean {
  return deleted_at !== null || (banned_until !== null && new Date(banned_until) > now);
}

export function hasVerifiedFactor({ factors }: Account): boolean {
  return factors.some(({ status }) => status === "verified");
}

/** An account in GoTrue's shape: what is not set is left out, as its clients expect. */
export function toUserObject(account: Account): UserObject {
  const emailConfirmedAt = isEmailConfirmed(account) ? account.email_confirmed_at : null;
  const providers = providersOf(account);
  const all = {
    id: account.id,
    aud: "authenticated",
    role: account.role,
    email: account.email ?? "",
    email_confirmed_at: emailConfirmedAt,
    invited_at: account.invited_at,
    phone: account.phone ?? "",
    phone_confirmed_at: account.phone_confirmed_at,
    confirmation_sent_at: account.confirmation_sent_at,
    confirmed_at: emailConfirmedAt ?? account.phone_confirmed_at,
    recovery_sent_at: account.recovery_sent_at,
    new_email: account.new_email,
    email_change_sent_at: account.new_email === null ? null : account.email_change_sent_at,
    new_phone: account.new_phone,
    phone_change_sent_at: account.new_phone === null ? null : account.phone_change_sent_at,
    reauthentication_sent_at: account.reauthentication_sent_at,
    last_sign_in_at: account.last_sign_in_at,
    app_metadata: providers === null ? account.app_metadata : { ...providers, ...account.app_metadata },
    user_metadata: account.user_metadata,
    factors: account.factors.length === 0 ? null : account.factors.map(toFactorObject),
    identities: account.identities.map(toIdentityObject),
    created_at: account.created_at,
    updated_at: account.updated_at,
    banned_until: account.banned_until,
    deleted_at: account.deleted_at,
    is_anonymous: account.is_anonymous,
  };
  return withoutNull(all);
}

/** `app_metadata.provider` and `.providers`: the first identity's, and all of them. */
export function providersOf({
  identities,
}: Account): { provider: string; providers: readonly string[] } | null {
  const [first] = identities;
  if (first === undefined) return null;
  return { provider: first.provider, providers: [...new Set(identities.map(({ provider }) => provider))] };
}

function toIdentityObject(identity: Identity): UserObject {
  const { email } = identity.identity_data;
  return withoutNull({
    identity_id: identity.id,
    id: identity.provider_id,
    user_id: identity.user_id,
    identity_data: identity.identity_data,
    provider: identity.provider,
    last_sign_in_at: identity.last_sign_in_at,
    created_at: identity.created_at,
    updated_at: identity.updated_at,
    email: typeof email === "string" ? email : null,
  });
}

export function toFactorObject(factor: Factor): UserObject {
  return withoutNull({ ...factor });
}

function withoutNull(object: { readonly [key: string]: unknown }): UserObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}
