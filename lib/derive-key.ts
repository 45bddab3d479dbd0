import { hkdfSync } from "node:crypto";

/**
 * Derives an independent key from the one secret, so that several servers agree on every key without sharing more.
 *
 * @param label names the purpose ("session-token"); two labels never give related keys.
 * @see https://www.rfc-editor.org/rfc/rfc5869
 */
export function deriveKey(secret: string, label: string, lengthBytes: number): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "rowhouse", label, lengthBytes));
}
