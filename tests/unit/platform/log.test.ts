import { describe, expect, it } from "vitest";
import { createLog } from "#lib/log.ts";

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog("info", { write: (line) => void lines.push(line) }));
  return lines.join("");
}

describe("createLog", () => {
  it("writes one JSON object a line, with level, time and request id", () => {
    const line = JSON.parse(logged((log) => log.child({ request_id: "r1" }).info("hello"))) as object;
    expect(line).toMatchObject({ level: "info", msg: "hello", request_id: "r1" });
    expect(line).toHaveProperty("time", expect.stringMatching(/^\d{4}-.*Z$/));
  });

  it("leaves out what is below its level", () => {
    expect(logged((log) => log.debug("quiet"))).toBe("");
  });

  it.each([
    { authorization: "s3cr3t" },
    { headers: { authorization: "Bearer s3cr3t", cookie: "s3cr3t" } },
    { req: { headers: { apikey: "s3cr3t", "set-cookie": "s3cr3t" } } },
    { body: { user: { password: "s3cr3t", access_token: "s3cr3t" } } },
  ])("keeps secrets out of %j", (fields) => {
    const output = logged((log) => log.info(fields, "request"));
    expect(output).not.toContain("s3cr3t");
    expect(output).toContain("[redacted]");
  });
});
