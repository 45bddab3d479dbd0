import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type AppProject, appProject } from "#tests/harness/app-project.ts";
import { type DataApiServer, startDataApiServer } from "#tests/harness/data-api-server.ts";
import { type SqlServer, sqlServer } from "#tests/harness/sql-project.ts";
import { type AccountsHarness, accountsRuntime } from "#tests/integration/accounts-harness.ts";

// Requests of several apps and of several people of each, one behind the other on a few connections that do not wait for answers:
// plans, prepared statements, kept contexts and verified tokens are all shared there, and nobody may get what is another's.

let harness: AccountsHarness;
let server: DataApiServer;
let typed: SqlServer;
let asked: readonly Question[];

interface Question {
  readonly head: string;
  readonly body: string;
  /** What is answered, whoever else asks meanwhile. */
  readonly answer: unknown;
}

const users = ["00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"] as const;

beforeAll(async () => {
  harness = await accountsRuntime();
  typed = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
  server = await startDataApiServer();
  const names = ["first", "second", "third"];
  const apps = await Promise.all(names.map((name) => app(name)));
  asked = (await Promise.all(apps.map((made, index) => questions(made, names[index] ?? "")))).flat();
});

afterAll(async () => {
  await server.close();
  await typed.close();
  await harness.close();
});

/** The same tables in each, and words that say whose they are. */
async function app(name: string): Promise<AppProject> {
  const made = await appProject(name);
  await runSql(made.actor, made.databaseId, {
    query: `
      create table notes (id int primary key, owner uuid, word text, hidden text);
      create policy own on notes for all to authenticated using (owner = auth.uid());
      create policy open on notes for select to anon using (owner is null);
      revoke select (hidden) on notes from anon;
      create table marks (id int primary key, note_id int references notes);
      create policy seen on marks for select using (true);
      create function my_words() returns setof text language sql stable as $$ select word from notes order by id $$;
      insert into notes values (1, null, '${name} nobody', 'h'), (2, '${users[0]}', '${name} a', 'h'), (3, '${users[1]}', '${name} b', 'h');
      insert into marks values (1, 1), (2, 2), (3, 3);`,
  });
  return made;
}

async function questions(made: AppProject, name: string): Promise<readonly Question[]> {
  const people = [
    { id: 1, word: `${name} nobody`, token: made.keys.anon },
    { id: 2, word: `${name} a`, token: await made.token(users[0]) },
    { id: 3, word: `${name} b`, token: await made.token(users[1]) },
  ];
  const own = people.flatMap(({ id, word, token }) => {
    const embedded = [1, 2, 3].map((note) => ({ id: note, notes: note === id ? { word } : null }));
    const first: readonly (readonly [string, string, unknown, string?])[] = [
      ["GET", "/notes?select=word", [{ word }]],
      ["GET", "/notes?select=word&id=in.(1,2,3)&order=id&limit=5", [{ word }]],
      ["GET", `/notes?select=id&word=eq.${encodeURIComponent(word)}`, [{ id }]],
      ["GET", "/notes?select=count()", [{ count: 1 }]],
      ["GET", "/marks?select=id,notes(word)&order=id", embedded],
      ["POST", "/rpc/my_words", [word], "{}"],
      ["PATCH", `/notes?select=word&id=gt.0`, id === 1 ? [] : [{ word }], JSON.stringify({ word })],
    ];
    return first.map((one) => question(made, token, one));
  });
  const all = people.map(({ word }) => ({ word }));
  return [...own, question(made, made.keys.service_role, ["GET", "/notes?select=word&order=id", all])];
}

function question(
  { ref, keys }: AppProject,
  token: string,
  [method, path, answer, body = ""]: readonly [string, string, unknown, string?],
): Question {
  const lines = [
    `${method} /p/${ref}/rest/v1${path} HTTP/1.1`,
    "Host: x",
    `apikey: ${keys.anon}`,
    `Authorization: Bearer ${token}`,
    "Content-Type: application/json",
    "Prefer: return=representation",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return { head: lines.join("\r\n"), body, answer };
}

/** Sends all of them at once on one connection; the bodies of the answers in their order. */
function pipelined(all: readonly Question[]): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    const bodies: string[] = [];
    let rest = Buffer.alloc(0);
    socket.on("data", (part) => {
      rest = Buffer.concat([rest, part]);
      for (let end = rest.indexOf("\r\n\r\n"); end !== -1; end = rest.indexOf("\r\n\r\n")) {
        const length = Number(/content-length: (\d+)/i.exec(rest.toString("latin1", 0, end))?.[1] ?? 0);
        if (rest.length < end + 4 + length) return;
        bodies.push(rest.toString("utf8", end + 4, end + 4 + length));
        rest = rest.subarray(end + 4 + length);
      }
      if (bodies.length < all.length) return;
      socket.end();
      resolve(bodies);
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error(`${bodies.length} of ${all.length} answers`)));
    socket.write(all.map(({ head, body }) => `${head}\r\n\r\n${body}`).join(""));
  });
}

/** The same numbers on every machine. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state >>> 8;
  }
}

it("1,600 requests of twelve callers, pipelined on eight connections, are each answered with the caller's own rows", async () => {
  const random = numbers(7);
  const pick = () => asked[random.next().value % asked.length] as Question;
  // An app has 500 places to wait in.
  for (let wave = 0; wave < 4; wave += 1) {
    const connections = Array.from({ length: 8 }, () => Array.from({ length: 50 }, pick));
    const answers = await Promise.all(connections.map(pipelined));
    for (const [index, { head, answer }] of connections.flat().entries()) {
      const line = head.split(" HTTP")[0];
      expect([line, JSON.parse(answers.flat()[index] ?? "")]).toEqual([line, answer]);
    }
  }
}, 120_000);
