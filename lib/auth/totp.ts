import { Secret, TOTP } from "otpauth";
import { toString as toQrCode } from "qrcode";

/** What an authenticator app is set up with. */
export interface TotpEnrolment {
  /** Base32. */
  readonly secret: string;
  /** `otpauth://totp/…` */
  readonly uri: string;
  /** SVG. */
  readonly qrCode: string;
}

const period = 30;

/** A new secret for an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds, which all of them know). */
export async function newTotp(issuer: string, account: string): Promise<TotpEnrolment> {
  const secret = new Secret({ size: 20 });
  const totp = new TOTP({ issuer, label: account, secret, digits: 6, period });
  const uri = totp.toString();
  return {
    secret: secret.base32,
    uri,
    qrCode: await toQrCode(uri, { type: "svg", errorCorrectionLevel: "M" }),
  };
}

/**
 * The time step that a code is of, by a clock that may be half a minute off; null if it is wrong.
 *
 * @param lastStep the step of the code that was taken last: neither it nor an earlier one is good again (RFC 6238, 5.2).
 */
export function totpStep(
  code: string,
  secret: string,
  lastStep: number | null,
  nowMs = Date.now(),
): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const totp = new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period });
  const delta = totp.validate({ token: code, timestamp: nowMs, window: 1 });
  if (delta === null) return null;
  const step = Math.floor(nowMs / 1000 / period) + delta;
  return lastStep !== null && step <= lastStep ? null : step;
}
