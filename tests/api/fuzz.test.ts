import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type DataApiServer, startDataApiServer } from "#tests/harness/data-api-server.ts";
import { randomRuns } from "#tests/harness/random-runs.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Call, newDatabase, newUser } from "./api-client.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

// Texts that were broken at random, over HTTP: whatever comes, nothing answers 500, and nobody else's rows are told.

const { numRuns: runs, seed: firstSeed } = randomRuns(250, 1);

let harness: AccountsHarness;
let sql: SqlServer;
let api: ApiServer;
let data: DataApiServer;
let owner: Call;
let base: string;
let rest: string;
let keys: readonly string[];

beforeAll(async () => {
  harness = await accountsRuntime();
  sql = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: sql.sqlParser, sqlRunner: sql.sqlRunner });
  [api, data] = [await startApiServer(), await startDataApiServer()];
  owner = await newUser(api.url, "fuzz@example.org");
  const other = await newUser(api.url, "other@example.org");
  const mine = await newDatabase(owner, "Mine");
  base = `/api/database/${mine.databaseId}`;
  const theirs = await newDatabase(other, "Theirs");
  for (const [call, at, word] of [
    [owner, base, "mine"],
    [other, `/api/database/${theirs.databaseId}`, "canary-tenant"],
  ] as const) {
    const { status } = await call("POST", `${at}/sql`, {
      query: `create table notes (id int primary key, note text, n int, doc jsonb, tags text[]);
        insert into notes values (1, '${word}', 1, '{"a": [1]}', '{a}'), (2, '${word}', null, null, null);
        create policy every on notes using (true) with check (true)`,
    });
    expect(status).toBe(200);
  }
  const project = await owner("GET", `/api/projects/${mine.projectId}`);
  rest = `${data.url}/p/${String(project.body.project?.ref)}/rest/v1`;
  const listed = await owner("GET", `/api/projects/${mine.projectId}/keys`);
  keys = (listed.body.items as unknown as readonly { token: string }[]).map(({ token }) => token);
});

afterAll(async () => {
  await api.close();
  await data.close();
  await sql.close();
  await harness.close();
});

/** Numbers that a seed decides (mulberry32). */
function chance(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end: number) => Math.trunc(next() * end);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  return { next, below, pick };
}
type Chance = ReturnType<typeof chance>;

const files = ["attacks", "queries", "writes", "errors", "definitions", "functions"];
const texts = files.flatMap((file) =>
  readFileSync(new URL(`../integration/sql-statements/${file}.sql`, import.meta.url), "utf8").split("\n"),
);
const lines = texts.filter((line) => line !== "" && !line.startsWith("--"));
const bits = [
  ..."'\"();[]{}\\%.,:$😀\n\t\u0000\ud800",
  ..."$$ -- /* */ :: || @@ $1 $9999 ::int ::regclass null returning".split(" "),
  ..."1e999 0x E'\\x' U&\"\\0041\" '{' [1,2 b'101' notes.* \"$t\" offset".split(" "),
  " union all select ",
  " from notes ",
  " lateral ",
  "with x as (",
  " over () ",
];
const words = (text: string) => text.match(/\w+|\s+|[^\w\s]/gu) ?? [text];

function broken({ below, pick }: Chance): string {
  const parts = words(pick(lines));
  for (let change = 0; change <= below(4); change++) {
    const at = below(parts.length + 1);
    const other = words(pick(lines));
    const edits = [
      () => parts.splice(at, 1),
      () => parts.splice(at, 0, pick(bits)),
      () => parts.splice(at, 1, pick(bits)),
      () => parts.splice(at, 0, ...other.slice(below(other.length)).slice(0, 8)),
    ];
    pick(edits)();
  }
  return parts.join("").slice(0, 20_000);
}

const options = [
  {},
  { read_only: true },
  { params: [1, "a", null] },
  { explain: true },
  { unsupported: "skip" },
];
const parameters =
  "select order limit offset id note tags doc->>a or and not.or on_conflict columns cursor distinct".split(
    " ",
  );
const values =
  "eq.1 in.(1,2) like.*a* cs.{a} is.null (id.eq.1,note.like.a) *,notes(*) id,note note.desc not.in.(1) fts.a match.( eq(any).{1} count() n.sum() doc->a->>b ...x(*) a:b(c) -1 99999999999999999999 {} %00 \u0000 😀 ' undefined".split(
    " ",
  );
const bodies = [
  "{}",
  "[]",
  '[{"id":5}]',
  '{"ops":[{"path":"/notes"}]}',
  "null",
  "{",
  '"a"',
  '{"id":{"a":1}}',
  '{"id":1e400}',
  '{"note":"\\u0000"}',
  '{"note":"\\ud800"}',
];

function request({ next, below, pick }: Chance) {
  const query = Array.from({ length: 1 + below(4) }, () => {
    const value = pick(values);
    const at = below(value.length);
    const mixed = next() < 0.6 ? value : value.slice(0, at) + pick(values).slice(0, 3) + value.slice(at);
    return `${encodeURIComponent(pick(parameters))}=${encodeURIComponent(mixed.toWellFormed())}`;
  });
  const method = pick(["GET", "GET", "POST", "PATCH", "DELETE", "PUT", "HEAD"]);
  const body = method === "GET" || method === "HEAD" ? {} : { body: pick(bodies) };
  const prefer = pick([
    "",
    "return=representation",
    "count=exact",
    "resolution=merge-duplicates",
    "missing=default",
    "handling=strict",
    "max-affected=1",
  ]);
  const headers = {
    apikey: pick(keys),
    "Content-Type": "application/json",
    Accept: pick(["*/*", "text/csv", "application/vnd.pgrst.object+json"]),
    // Nothing stays.
    Prefer: `${prefer}, tx=rollback`,
  };
  return {
    url: `${rest}/${pick(["notes", "notes", "rpc/_batch", "rpc/x", "notes%00", "%ff"])}?${query.join("&")}`,
    init: { method, headers, ...body },
  };
}

it("typed SQL that was broken at random is answered, and tells nothing of others", {
  timeout: 120_000,
}, async () => {
  for (let run = 0; run < runs; run++) {
    const seed = firstSeed + run;
    const random = chance(seed);
    const query = broken(random);
    const answer = await owner("POST", `${base}/sql`, { query, dry_run: true, ...random.pick(options) });
    expect([seed, query, answer.status < 500]).toEqual([seed, query, true]);
    expect([seed, JSON.stringify(answer.body).includes("canary-tenant")]).toEqual([seed, false]);
  }
});

it("requests of the data API that were broken at random are answered", { timeout: 120_000 }, async () => {
  for (let run = 0; run < runs; run++) {
    const seed = firstSeed + run;
    const { url, init } = request(chance(seed));
    const response = await fetch(url, init);
    const text = await response.text();
    expect([seed, url, init, text, response.status < 500]).toEqual([seed, url, init, text, true]);
    expect([seed, text.includes("canary-tenant")]).toEqual([seed, false]);
  }
});
