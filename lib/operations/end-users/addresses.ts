import { authError } from "#lib/auth/auth-error.ts";

// As browsers check `<input type="email">`, with letters of any script.
const emailForm =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\-\u0080-\uffff]+@(?:[A-Za-z0-9\-\u0080-\uffff]+\.)*(?:[A-Za-z0-9\-\u0080-\uffff]+\.[A-Za-z0-9\-\u0080-\uffff]+|localhost)$/;

/**
 * One spelling of an address, so that two accounts cannot differ in case alone.
 *
 * @throws {AppError} validation_failed
 */
export function requireEmail(email: string): string {
  const normal = email.trim().toLowerCase();
  if (normal === "") throw authError("validation_failed", "An email address is required");
  if (normal.length <= 254 && emailForm.test(normal)) return normal;
  throw authError("validation_failed", "Unable to validate email address: invalid format");
}

/** Digits alone, as they are stored. @throws {AppError} validation_failed */
export function requirePhone(phone: string): string {
  const digits = phone
    .trim()
    .replace(/^\+/, "")
    .replaceAll(/[\s()-]/g, "");
  if (/^[1-9]\d{6,14}$/.test(digits)) return digits;
  throw authError("validation_failed", "Invalid phone number format (E.164 required)");
}
