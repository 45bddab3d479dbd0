import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { deriveKey } from "#lib/derive-key.ts";

/** Encrypts what has to be read again later (TOTP secrets, providers' client secrets): AES-256-GCM, a key per label. */
export function seal(plain: string, secret: string, label: string): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(secret, `sealed:${label}`, 32), iv);
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** @throws {Error} if the bytes were sealed with another secret or label, or damaged. */
export function unseal(sealed: Uint8Array, secret: string, label: string): string {
  const bytes = Buffer.from(sealed);
  const key = deriveKey(secret, `sealed:${label}`, 32);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}
