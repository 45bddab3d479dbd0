/** Whom a provider says that somebody is. */
export interface ProviderProfile {
  /** The provider's own name of the person, which never changes. */
  readonly providerId: string;
  readonly email: string | null;
  readonly isEmailVerified: boolean;
  /** What is kept of the person, in GoTrue's keys. */
  readonly data: { readonly [key: string]: unknown };
}

type Claims = { readonly [claim: string]: unknown };

/** @see https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims */
export function profileOfClaims(claims: Claims): ProviderProfile {
  const sub = String(claims.sub);
  const email = text(claims.email)?.toLowerCase() ?? null;
  const isEmailVerified =
    email !== null && (claims.email_verified === true || claims.email_verified === "true");
  const name = text(claims.name) ?? text(claims.preferred_username);
  const picture = text(claims.picture);
  return {
    providerId: sub,
    email,
    isEmailVerified,
    data: present({
      iss: text(claims.iss),
      sub,
      provider_id: sub,
      email,
      email_verified: isEmailVerified,
      phone_verified: false,
      name,
      full_name: name,
      picture,
      avatar_url: picture,
      preferred_username: text(claims.preferred_username),
    }),
  };
}

export interface GitHubUser {
  readonly id: number;
  readonly login: string;
  readonly name: string | null;
  readonly avatar_url: string | null;
}

export interface GitHubEmail {
  readonly email: string;
  readonly primary: boolean;
  readonly verified: boolean;
}

/** @see https://docs.github.com/en/rest/users */
export function profileOfGitHub(
  user: GitHubUser,
  emails: readonly GitHubEmail[],
  api: string,
): ProviderProfile {
  const primary = emails.find((one) => one.primary) ?? emails.find((one) => one.verified) ?? null;
  const providerId = String(user.id);
  const name = user.name ?? user.login;
  const email = primary?.email.toLowerCase() ?? null;
  const isEmailVerified = primary?.verified === true;
  return {
    providerId,
    email,
    isEmailVerified,
    data: present({
      iss: api,
      sub: providerId,
      provider_id: providerId,
      email,
      email_verified: isEmailVerified,
      phone_verified: false,
      name,
      full_name: name,
      user_name: user.login,
      preferred_username: user.login,
      avatar_url: user.avatar_url,
    }),
  };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value.slice(0, 2000) : null;
}

function present(object: Claims): Claims {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}
