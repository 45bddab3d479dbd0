import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { createLog } from "#lib/log.ts";

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog("info", { write: (line) => void lines.push(line) }));
  return lines.join("");
}

/** Ends with exit code 3 when its standard input does, right after lines that nobody reads any more. */
const talkativeProcess = `
  const { createLog } = await import(process.argv[1]);
  const log = createLog("info");
  process.stdin.resume().once("end", () => {
    log.info("one");
    log.info("two");
    log.fatal("three");
    process.exit(3);
  });
  process.stderr.write("ready");
`;

describe("createLog", () => {
  it("lets the process end when the reader of its lines is gone", async () => {
    const module = new URL("../../../lib/log.ts", import.meta.url).href;
    const child = spawn(process.execPath, ["--input-type=module", "-e", talkativeProcess, module]);
    onTestFinished(() => void child.kill("SIGKILL"));
    await once(child.stderr, "data");
    child.stdout.destroy();
    child.stdin.end();
    expect((await once(child, "exit"))[0]).toBe(3);
  });

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
