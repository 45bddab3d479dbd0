import { describe, expect, it } from "vitest";
import { passwordProblem } from "#lib/auth/password-rules.ts";

describe("password rules", () => {
  it.each(["correct horse", "Tr0ub4dor&3", "passwordless life", `${"ä".repeat(10)}bc`, "🦊🐻🐼🐨🐯🦁🐮🐷"])(
    "accepts %s",
    (password) => {
      expect(passwordProblem(password)).toBeNull();
    },
  );

  it.each([
    ["short12", "at least 8"],
    ["🦊🐻🐼🐨🐯🦁🐮", "at least 8"],
    ["aaaaaaaaaaaa", "one character repeated"],
    ["Password123", "commonest"],
    ["qwertyuiop", "commonest"],
    ["x1".repeat(37), "at most 72 bytes"],
    [`${"ä".repeat(36)}bc`, "at most 72 bytes"],
    ["with\0a nul", "NUL"],
  ])("refuses %j and says why", (password, reason) => {
    expect(passwordProblem(password)).toContain(reason);
  });
});
