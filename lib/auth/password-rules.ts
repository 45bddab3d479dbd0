import { passwordBytesMax } from "./password-hasher.ts";

const passwordLengthMin = 8;

/** The commonest passwords of at least eight characters; what a guesser tries first. */
const commonest = new Set(
  (
    "password password1 password12 password123 passw0rd p@ssw0rd p@ssword 12345678 123456789 1234567890 0123456789 " +
    "987654321 9876543210 11223344 12341234 123123123 qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 1q2w3e4r " +
    "1q2w3e4r5t 1qaz2wsx zaq12wsx asdfghjkl zxcvbnm123 iloveyou iloveyou1 letmein1 letmein123 welcome1 welcome123 " +
    "admin123 admin1234 administrator changeme changeme123 sunshine princess football baseball superman starwars " +
    "trustno1 whatever computer internet michelle jennifer liverpool abcd1234 abc12345 abcdefgh a1b2c3d4 secret123 " +
    "test1234 testtest monkey123 dragon123 master123 rowhouse rowhouse1"
  ).split(" "),
);

/**
 * What is wrong with a password, as a sentence for the person who chose it; null if nothing is.
 *
 * @see https://pages.nist.gov/800-63-4/sp800-63b.html: length and a list of common ones, no rules about character kinds.
 */
export function passwordProblem(password: string): string | null {
  if ([...password].length < passwordLengthMin) {
    return `A password takes at least ${passwordLengthMin} characters.`;
  }
  if (Buffer.byteLength(password) > passwordBytesMax) {
    return `A password takes at most ${passwordBytesMax} bytes; letters beyond a–z count as two or more.`;
  }
  if (password.includes("\0")) return "A password cannot hold a NUL character.";
  if (new Set(password).size === 1) return "A password cannot be one character repeated.";
  if (isCommonPassword(password)) return "This is one of the commonest passwords; choose another.";
  return null;
}

/** Whether a password is among those that a guesser tries first, whatever the case of its letters. */
export function isCommonPassword(password: string): boolean {
  return commonest.has(password.toLowerCase());
}
