import { authError } from "./auth-error.ts";
import { passwordBytesMax } from "./password-hasher.ts";
import { isCommonPassword } from "./password-rules.ts";

/** What an app's owner asks of passwords. */
export interface PasswordPolicy {
  readonly lengthMin: number;
  /** Each set of characters has to be met by one at least; as GoTrue writes them: `abc…:ABC…:0123…`. */
  readonly requiredCharacters: readonly string[];
  readonly refuseCommon: boolean;
}

export type WeakPasswordReason = "length" | "characters" | "pwned";

/** What the policy finds wrong; null if nothing. */
export function passwordWeakness(
  password: string,
  policy: PasswordPolicy,
): { readonly reasons: readonly WeakPasswordReason[]; readonly message: string } | null {
  const reasons: WeakPasswordReason[] = [];
  const messages: string[] = [];
  if ([...password].length < policy.lengthMin) {
    reasons.push("length");
    messages.push(`Password should be at least ${policy.lengthMin} characters.`);
  }
  const missing = policy.requiredCharacters.filter(
    (set) => ![...password].some((char) => set.includes(char)),
  );
  if (missing.length > 0) {
    reasons.push("characters");
    messages.push(
      `Password should contain at least one character of each: ${policy.requiredCharacters.join(", ")}.`,
    );
  }
  if (policy.refuseCommon && isCommonPassword(password)) {
    reasons.push("pwned");
    messages.push("Password is known to be weak and easy to guess, please choose a different one.");
  }
  return reasons.length === 0 ? null : { reasons, message: messages.join(" ") };
}

/** @throws {AppError} weak_password with its reasons; validation_failed beyond what bcrypt reads. */
export function requireStrongPassword(password: string, policy: PasswordPolicy): void {
  if (Buffer.byteLength(password) > passwordBytesMax) {
    throw authError("validation_failed", `Password cannot be longer than ${passwordBytesMax} characters`);
  }
  if (password.includes("\0")) throw authError("validation_failed", "Password cannot hold a NUL character");
  const weakness = passwordWeakness(password, policy);
  if (weakness === null) return;
  throw authError("weak_password", weakness.message, {
    details: { weak_password: { reasons: weakness.reasons } },
  });
}
