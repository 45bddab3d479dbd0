import { argon2Sync } from "node:crypto";
import { hashSync } from "bcryptjs";
import { describe, expect, it } from "vitest";
import { isImportableHash } from "#lib/auth/imported-hash.ts";
import { verifyHash } from "#lib/auth/verify-hash.ts";

const password = "correct horse battery";

function argon2(algorithm: "argon2id" | "argon2i" | "argon2d", memory: number, passes: number): string {
  const nonce = Buffer.from("0123456789abcdef");
  const tag = argon2Sync(algorithm, {
    message: password,
    nonce,
    parallelism: 1,
    tagLength: 32,
    memory,
    passes,
  });
  const text = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
  return `$${algorithm}$v=19$m=${memory},t=${passes},p=1$${text(nonce)}$${text(tag)}`;
}

/** The example of Firebase's own documentation of its scrypt. */
const firebase =
  "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==" +
  "$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==";

describe("a hash from elsewhere", () => {
  it("is checked in the form that its export has", () => {
    for (const hash of [
      hashSync(password, 4),
      argon2("argon2id", 1024, 2),
      argon2("argon2i", 1024, 3),
      argon2("argon2d", 1024, 1),
    ]) {
      expect([hash, isImportableHash(hash), verifyHash(password, hash)]).toEqual([hash, true, true]);
      expect(verifyHash(`${password}!`, hash)).toBe(false);
    }
    expect([isImportableHash(firebase), verifyHash("user1password", firebase)]).toEqual([true, true]);
    expect(verifyHash("user2password", firebase)).toBe(false);
  });

  it("is refused when checking it would take more memory or time than a sign-in may", () => {
    const refused = [
      "$2b$31$F0RaVXbPTehl/1SBkipTQOCoxrkZfsEvzP7L/UNhHhMzRLUTp1bxS",
      argon2("argon2id", 1024, 2).replace("m=1024", "m=4194304"),
      argon2("argon2id", 1024, 2).replace("t=2", "t=999"),
      firebase.replace("n=14", "n=24"),
      "md5$abc",
      "",
      password,
    ];
    for (const hash of refused) expect([hash, isImportableHash(hash)]).toEqual([hash, false]);
  });
});
