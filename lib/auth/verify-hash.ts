import { argon2Sync, createCipheriv, scryptSync, timingSafeEqual } from "node:crypto";
import { compareSync } from "bcryptjs";

/** Whether the password is the one that was hashed, in any of the forms that `isImportableHash` takes. Seconds of work. */
export function verifyHash(password: string, hash: string): boolean {
  if (hash.startsWith("$argon2")) return verifyArgon2(password, hash);
  if (hash.startsWith("$fbscrypt")) return verifyFirebaseScrypt(password, hash);
  return compareSync(password, hash);
}

/** @see https://github.com/P-H-C/phc-winner-argon2#command-line-utility for the form of the text */
function verifyArgon2(password: string, hash: string): boolean {
  const [, algorithm = "", , , salt = "", tag = ""] = hash.split("$");
  if (algorithm !== "argon2id" && algorithm !== "argon2i" && algorithm !== "argon2d") return false;
  const expected = Buffer.from(tag, "base64");
  const actual = argon2Sync(algorithm, {
    message: password,
    nonce: Buffer.from(salt, "base64"),
    memory: parameter(hash, "m"),
    passes: parameter(hash, "t"),
    parallelism: parameter(hash, "p"),
    tagLength: expected.length,
  });
  return timingSafeEqual(actual, expected);
}

/**
 * Firebase encrypts its signer key with what scrypt makes of the password.
 *
 * @see https://github.com/firebase/scrypt
 */
function verifyFirebaseScrypt(password: string, hash: string): boolean {
  const [, , parameters = "", salt = "", given = ""] = hash.split("$");
  const field = (name: string) => new RegExp(`(?:^|,)${name}=([^,]*)`).exec(parameters)?.[1] ?? "";
  const signerKey = Buffer.from(field("sk"), "base64");
  const salted = Buffer.concat([Buffer.from(salt, "base64"), Buffer.from(field("ss"), "base64")]);
  const cost = 2 ** parameter(hash, "n");
  const blockSize = parameter(hash, "r");
  const key = scryptSync(password, salted, 32, {
    cost,
    blockSize,
    parallelization: parameter(hash, "p"),
    maxmem: 256 * cost * blockSize,
  });
  const cipher = createCipheriv("aes-256-ctr", key, Buffer.alloc(16));
  const actual = Buffer.concat([cipher.update(signerKey), cipher.final()]);
  const expected = Buffer.from(given, "base64");
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

function parameter(hash: string, name: string): number {
  return Number(new RegExp(`[$,]${name}=(\\d+)`).exec(hash)?.[1] ?? 0);
}
