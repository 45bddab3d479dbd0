import pg from "pg";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { sqlServer } from "#tests/harness/sql-project.ts";
import { accountsRuntime } from "#tests/integration/accounts-harness.ts";
import { type Answer, type Call, type Loose, newDatabase, newUser } from "./api-client.ts";
import { startApiServer } from "./api-server.ts";

type Member = Call & { readonly token: string };

/** The API behind the SQL panel, with a database of two people and some related tables in it. */
export interface PanelApi {
  readonly url: string;
  /** The database's address. */
  readonly base: string;
  /** A superuser's connection, for looking behind the product. */
  readonly database: pg.Client;
  readonly owner: Member;
  readonly colleague: Member;
  run(query: string, more?: object, call?: Call): Promise<Answer & { readonly body: PanelRun }>;
  /** What a query gives, without a trace in the history. */
  rows(query: string): Promise<unknown>;
  /** All rows of the tables, whose references lead nowhere else. */
  everything(): Promise<unknown>;
  undo(run: unknown, call?: Call): Promise<Answer>;
  close(): Promise<void>;
}

type PanelRun = Loose & { readonly run?: { readonly id: string; readonly undo: unknown } };

const definitions = `
  create table authors (id int primary key, name text not null);
  create table posts (
    id int generated always as identity primary key, title text not null, views int, price numeric,
    tags text[], meta jsonb, author_id int references authors on delete cascade, created_at timestamptz default now());
  create table marks (id int primary key, post_id int references posts on delete set null);
  create table notes (id int primary key, body text, parent_id int references notes);
  create table tags (id uuid primary key default gen_random_uuid(), name text not null unique, n int);
  create table labels (code text primary key, title text);
  create table labelled (id int primary key, code text references labels on update cascade on delete cascade);
  insert into authors values (1, 'Ada'), (2, 'Grace');
  insert into posts (title, views, price, tags, meta, author_id)
    select 'Post ' || n, n, n + 0.10, array['a', 'b'], jsonb_build_object('n', n), 1 + n % 2 from generate_series(1, 6) n;
  insert into notes values (1, 'one', null), (2, 'two', 1);
  insert into tags (id, name, n) values ('00000000-0000-4000-8000-000000000001', 'red', 1), ('00000000-0000-4000-8000-000000000002', 'blue', 2);
  insert into labels values ('a', 'A'), ('b', 'B'); insert into labelled values (1, 'a'), (2, 'a'), (3, 'b')`;

const allRows =
  "select jsonb_agg(to_jsonb(p) order by p.id) from posts p union all select jsonb_agg(to_jsonb(n) order by n.id) from notes n union all select jsonb_agg(to_jsonb(a) order by a.id) from authors a union all select jsonb_agg(to_jsonb(t) order by t.name) from tags t union all select jsonb_agg(to_jsonb(l) order by l.code) from labels l union all select jsonb_agg(to_jsonb(l) order by l.id) from labelled l";

export async function panelApi(): Promise<PanelApi> {
  const harness = await accountsRuntime();
  const sql = sqlServer(harness);
  installRuntime({ ...runtime(), sqlParser: sql.sqlParser, sqlRunner: sql.sqlRunner });
  const server = await startApiServer();
  const database = new pg.Client(harness.owner);
  await database.connect();
  const owner = await newUser(server.url, "panel@example.org");
  const colleague = await newUser(server.url, "colleague@example.org");
  const made = await newDatabase(owner, "Panel");
  await database.query(
    `insert into rowhouse.organization_members (organization_id, user_id, role)
     select p.organization_id, u.id, 'editor' from rowhouse.projects p, rowhouse.users u where p.id = $1 and u.email = $2`,
    [made.projectId, "colleague@example.org"],
  );
  const base = `/api/database/${made.databaseId}`;
  const run: PanelApi["run"] = async (query, more = {}, call = owner) => {
    const answer = await call("POST", `${base}/sql`, { query, ...more });
    return { ...answer, body: answer.body as PanelRun };
  };
  const rows = async (query: string) => (await run(query, { history: false })).body.results?.[0]?.rows;
  await run(definitions);
  return {
    url: server.url,
    base,
    database,
    owner,
    colleague,
    run,
    rows,
    everything: () => rows(allRows),
    undo: (id, call = owner) => call("POST", `${base}/sql/history/${String(id)}/undo`),
    async close() {
      await database.end();
      await server.close();
      await sql.close();
      await harness.close();
    },
  };
}
