import { AppError } from "#lib/errors/app-error.ts";

/**
 * The errors of the end-user auth: GoTrue's codes, which clients branch on, with their statuses and usual words.
 *
 * @see https://supabase.com/docs/guides/auth/debugging/error-codes
 */
const authErrors = {
  anonymous_provider_disabled: [422, "Anonymous sign-ins are disabled"],
  bad_code_verifier: [400, "code challenge does not match previously saved code verifier"],
  bad_json: [400, "Could not parse request body as JSON"],
  bad_jwt: [403, "invalid JWT: unable to parse or verify signature"],
  bad_oauth_callback: [400, "OAuth callback with missing or invalid parameters"],
  bad_oauth_state: [400, "OAuth state has expired or is invalid"],
  conflict: [409, "Too many things are changing at once. Try again in a moment."],
  email_address_invalid: [400, "Email address is invalid"],
  email_conflict_identity_not_deletable: [
    422,
    "Unable to unlink identity due to email conflict with another account",
  ],
  email_exists: [422, "A user with this email address has already been registered"],
  email_not_confirmed: [400, "Email not confirmed"],
  email_provider_disabled: [422, "Email logins are disabled"],
  flow_state_expired: [422, "invalid flow state, flow state has expired"],
  flow_state_not_found: [404, "invalid flow state, no valid flow state found"],
  identity_already_exists: [422, "Identity is already linked to another user"],
  identity_not_found: [404, "Identity not found"],
  insufficient_aal: [401, "AAL2 session is required to update email or password when MFA is enabled."],
  invalid_credentials: [400, "Invalid login credentials"],
  manual_linking_disabled: [404, "Manual linking is disabled"],
  mfa_challenge_expired: [
    422,
    "MFA challenge has expired, verify against another challenge or create a new challenge.",
  ],
  mfa_factor_name_conflict: [422, "A factor with this friendly name for this user already exists"],
  mfa_factor_not_found: [404, "Factor not found"],
  mfa_totp_enroll_not_enabled: [422, "MFA enroll is disabled for TOTP"],
  mfa_verification_failed: [422, "Invalid TOTP code entered"],
  no_authorization: [401, "This endpoint requires a valid Bearer token"],
  not_admin: [403, "User not allowed"],
  oauth_provider_not_supported: [400, "Unsupported provider: provider is not enabled"],
  otp_disabled: [422, "Signups not allowed for otp"],
  otp_expired: [403, "Token has expired or is invalid"],
  over_email_send_rate_limit: [429, "email rate limit exceeded"],
  over_request_rate_limit: [429, "Request rate limit reached"],
  over_sms_send_rate_limit: [429, "SMS rate limit exceeded"],
  phone_exists: [422, "A user with this phone number has already been registered"],
  phone_not_confirmed: [400, "Phone not confirmed"],
  phone_provider_disabled: [422, "Phone logins are disabled"],
  provider_disabled: [400, "Provider is disabled"],
  provider_email_needs_verification: [
    403,
    "Unverified email with provider. A confirmation email has been sent to the address of the provider",
  ],
  reauthentication_needed: [400, "Password update requires reauthentication"],
  reauthentication_not_valid: [422, "Verification failed; nonce has expired or is invalid"],
  refresh_token_already_used: [400, "Invalid Refresh Token: Already Used"],
  refresh_token_not_found: [400, "Invalid Refresh Token: Refresh Token Not Found"],
  same_password: [422, "New password should be different from the old password."],
  saml_provider_disabled: [404, "SAML 2.0 is disabled"],
  session_expired: [400, "Invalid Refresh Token: Session Expired"],
  session_not_found: [403, "Session from session_id claim in JWT does not exist"],
  signup_disabled: [422, "Signups not allowed for this instance"],
  single_identity_not_deletable: [422, "User must have at least 1 identity after unlinking"],
  sms_send_failed: [422, "Error sending SMS"],
  too_many_enrolled_mfa_factors: [422, "Maximum number of verified factors reached, unenroll to continue"],
  unexpected_failure: [500, "Internal Server Error"],
  user_already_exists: [422, "User already registered"],
  user_banned: [400, "User is banned"],
  user_not_found: [404, "User not found"],
  validation_failed: [400, "Invalid input"],
  web3_provider_disabled: [422, "Web3 provider is disabled"],
  weak_password: [422, "Password is too weak"],
} as const satisfies Record<string, readonly [number, string]>;

export type AuthErrorCode = keyof typeof authErrors;

/** An error of the end-user auth, with GoTrue's words unless others fit better. */
export function authError(
  code: AuthErrorCode,
  message?: string,
  options: { status?: number; details?: unknown; cause?: unknown } = {},
): AppError {
  const [status, usual] = authErrors[code];
  return new AppError(code, message ?? usual, { status, ...options });
}

/** Whether the code is one of the table: then its words are meant for the client. */
export function isAuthErrorCode(code: string): code is AuthErrorCode {
  return Object.hasOwn(authErrors, code);
}
