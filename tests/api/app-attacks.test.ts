import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppProject } from "#tests/harness/app-project.ts";
import {
  type AttackedServer,
  attackedServer,
  type Headers,
  type Identity,
  identitiesOf,
} from "./app-attacks/attacked-server.ts";
import { canaries, neighbour, type ProtectedApp } from "./app-attacks/protected-app.ts";

// What people who hold an app's keys, or an account of it, try on its data. Requests are real ones; what nobody may be told has
// values that say so.

let server: AttackedServer;
let app: ProtectedApp;
let other: AppProject;
let untouched: unknown;

beforeAll(async () => {
  server = await attackedServer();
  app = server.app;
  other = await neighbour();
  untouched = await app.everything();
});

afterAll(() => server.close());

interface Attempt {
  readonly line: string;
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly headers: Headers;
}

const attempts: readonly Attempt[] = readFileSync(
  new URL("./app-attacks/requests.txt", import.meta.url),
  "utf8",
)
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [request = "", body = "", ...headers] = line.split(" | ");
    const [method = "", ...path] = request.split(" ");
    const fields = headers
      .join(" | ")
      .split(/; (?=[\w.-]+: )/)
      .filter((field) => field !== "");
    return {
      line,
      method,
      path: path.join(" ").trim(),
      body: body.trim() || undefined,
      headers: Object.fromEntries(fields.map((field) => field.split(/: (.*)/s).slice(0, 2))),
    };
  });

async function send({ method, path, body, headers }: Omit<Attempt, "line">, by: Headers, ref = app.ref) {
  const response = await fetch(`${server.url}/p/${ref}/rest/v1${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...headers, ...by },
    ...(body === undefined || method === "GET" || method === "HEAD" ? {} : { body }),
  });
  return {
    status: response.status,
    text: await response.text(),
    headers: JSON.stringify([...response.headers]),
  };
}

/** Who tries. What each may rightly see holds none of the words that nobody may be told. */
const identities: readonly Identity[] = [
  ...identitiesOf(() => app),
  ["a key of another app", async () => ({ apikey: other.keys.service_role })],
  ["nobody", async () => ({})],
];

describe.each(identities)("%s", (_name, credentials) => {
  it.each(attempts)("is not told what is hidden, and changes nothing of it: $line", async (attempt) => {
    const answer = await send(attempt, await credentials());
    expect([attempt.line, answer.status]).toEqual([
      attempt.line,
      expect.toSatisfy((status) => status < 500 || status === 501),
    ]);
    const said = canaries.filter((word) => answer.text.includes(word) && !attempt.line.includes(word));
    expect([answer.text, said]).toEqual([answer.text, []]);
    // What was sent is said again at most where it was asked about, never as a row that is there.
    expect(answer.text).not.toMatch(/"(?:body|secret|word|line|title)":\s*"canary/);
    expect(answer.headers).not.toContain("x-explain-empty");
    const ours = answer.text.match(/rowhouse|project_data|project_id|app\.\w+|\$data|syntax error/g) ?? [];
    expect(ours.filter((word) => !attempt.line.includes(word))).toEqual([]);
  });

  it("has changed nothing by any of them", async () => {
    expect(await app.everything()).toEqual(untouched);
  });
});
