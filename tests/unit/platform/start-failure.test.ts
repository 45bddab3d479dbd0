import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { StartError } from "#lib/errors/start-error.ts";
import { startFailure } from "#lib/server/start-failure.ts";

const failure = (fields: object) => startFailure(Object.assign(new Error("raw text"), fields), tmpdir());

describe("startFailure", () => {
  it("puts errors of the system into one sentence that says what to do", () => {
    expect(failure({ code: "EADDRINUSE", port: 3000 })).toContain("PORT=3001 npm start");
    expect(failure({ code: "EACCES", port: 80 })).toContain("above 1023");
    expect(failure({ code: "EACCES", path: "/data" })).toContain("may not write at /data");
    expect(failure({ code: "ENOSPC" })).toContain("free some space");
    expect(failure({ code: "EADDRNOTAVAIL" })).toContain("HOSTNAME");
    expect(failure({ code: "ENOENT", syscall: "mkdir", path: "/ro/data" })).toContain("ROWHOUSE_DATA_DIR");
  });

  it("passes on what is a sentence already", () => {
    expect(startFailure(new StartError("Run npm ci."), null)).toBe("Run npm ci.");
  });

  it("has no sentence for what nobody foresaw, so that its stack trace is shown", () => {
    expect(failure({ code: "ENOENT", syscall: "open" })).toBeNull();
    expect(failure({})).toBeNull();
    expect(startFailure("text", null)).toBeNull();
  });
});
