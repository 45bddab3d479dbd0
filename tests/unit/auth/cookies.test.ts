import { describe, expect, it } from "vitest";
import { clearedSessionCookie, readSessionCookie, sessionCookie } from "#lib/auth/cookies.ts";

describe("session cookie", () => {
  it("is closed to scripts and to other sites' writes, and to plain http on an https site", () => {
    const plain = "rowhouse_session=t; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax";
    expect(sessionCookie("t", false)).toBe(plain);
    expect(sessionCookie("t", true)).toBe(`${plain}; Secure`);
    expect(clearedSessionCookie(true)).toBe(
      "rowhouse_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure",
    );
  });

  it.each([
    ["rowhouse_session=a.b.c", "a.b.c"],
    ["theme=dark; rowhouse_session=a.b.c; x=1", "a.b.c"],
    ["xrowhouse_session=a", null],
    ["rowhouse_session=", null],
    ["", null],
    [null, null],
  ])("is read from %j", (header, token) => {
    expect(readSessionCookie(header)).toBe(token);
  });
});
