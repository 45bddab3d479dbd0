import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Change, Policy } from "#lib/catalog/types.ts";
import { openTenantScope, type TenantScope } from "#lib/db/scope.ts";
import { accessOf, writeAccess } from "#lib/engine/access/access.ts";
import { relationSelect } from "#lib/engine/relation.ts";
import { compileWrite } from "#lib/engine/write/compile-write.ts";
import type { WriteRequest } from "#lib/engine/write/request.ts";
import { ident, keyword, type Sql, sql } from "#lib/sql/sql.ts";
import { type EngineProject, engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";

// Every combination of policies, caller and statement runs here and on native tables with Postgres's own row-level
// security: rows, errors and what is stored afterwards must agree.

let db: TestDatabase;
let native: pg.Client;
let project: EngineProject;

const [ann, ben] = [randomUUID(), randomUUID()];
const [annsPost, bensPost, oldPost] = [randomUUID(), randomUUID(), randomUUID()];

const posts = [
  { id: annsPost, title: "ann", salary: 1, author_id: ann },
  { id: bensPost, title: "ben", salary: 2, author_id: ben },
  { id: oldPost, title: "old", salary: 9, author_id: null },
];
const members = [{ id: randomUUID(), user_id: ann, level: 3 }];

const tables: readonly Change[] = [
  {
    kind: "create_table",
    table: {
      name: "members",
      columns: [
        { name: "user_id", type: "uuid" },
        { name: "level", type: "integer" },
      ],
      policies: [{ name: "self", using: "user_id = auth.uid()" }],
    },
  },
  {
    kind: "create_table",
    table: {
      name: "posts",
      columns: [
        { name: "title", type: "text", unique: true },
        { name: "salary", type: "integer" },
        { name: "author_id", type: "uuid" },
      ],
    },
  },
];

beforeAll(async () => {
  db = await testDatabase();
  native = new pg.Client(db.owner);
  await native.connect();
  await native.query(`
    do $$ begin create role anon; exception when duplicate_object or unique_violation then null; end $$;
    do $$ begin create role authenticated; exception when duplicate_object or unique_violation then null; end $$;
    create schema auth;
    create function auth.uid() returns uuid stable language sql as $f$ select nullif(current_setting('twin.uid', true), '')::uuid $f$;
    create function auth.role() returns text stable language sql as $f$ select current_setting('twin.role', true) $f$;
    create table public.members (id uuid primary key, user_id uuid, level int);
    create table public.posts (id uuid primary key, title text unique, salary int, author_id uuid);
    grant usage on schema public, auth to anon, authenticated;
    grant execute on all functions in schema auth to anon, authenticated;
    grant execute on all functions in schema pg_catalog to anon, authenticated;
    grant all on public.members, public.posts to anon, authenticated;
    alter table public.members enable row level security;
    alter table public.posts enable row level security;
    create policy self on public.members using (user_id = auth.uid());
  `);
  await native.query(
    "insert into public.posts select * from json_populate_recordset(null::public.posts, $1)",
    [JSON.stringify(posts)],
  );
  await native.query(
    "insert into public.members select * from json_populate_recordset(null::public.members, $1)",
    [JSON.stringify(members)],
  );
  project = await engineProject(db);
  await project.apply(tables);
  await project.insert("posts", posts);
  await project.insert("members", members);
});

afterAll(async () => {
  await native.end();
  await db.close();
});

const leveled = "exists (select from members m where m.user_id = posts.author_id and level > 2)";

const policySets: Readonly<Record<string, readonly Policy[]>> = {
  "no policy": [],
  "a read for all": [{ name: "r", command: "select", using: "true" }],
  "own rows": [{ name: "o", roles: ["authenticated"], using: "author_id = auth.uid()" }],
  "own rows, and a read for all": [
    { name: "r", command: "select", using: "salary < 5" },
    { name: "o", roles: ["authenticated"], using: "author_id = auth.uid()" },
  ],
  "writes without a read": [
    { name: "i", command: "insert", check: "salary < 100" },
    { name: "u", command: "update", using: "salary < 5", check: "salary < 50" },
    { name: "d", command: "delete", using: "salary < 5" },
  ],
  "each verb its own": [
    { name: "r", command: "select", using: "title <> 'ben'" },
    { name: "i", command: "insert", check: "author_id = auth.uid()" },
    { name: "u", command: "update", using: "author_id = auth.uid()" },
    { name: "d", command: "delete", using: "salary = 1" },
  ],
  "a restriction beside a permission": [
    { name: "all", using: "true" },
    { name: "not old", kind: "restrictive", command: "select", using: "title <> 'old'" },
    { name: "not rich", kind: "restrictive", command: "update", using: "true", check: "salary < 5" },
    { name: "signed in", kind: "restrictive", command: "insert", check: "auth.role() = 'authenticated'" },
  ],
  "own rows to read, all to change": [
    { name: "r", command: "select", using: "author_id = auth.uid()" },
    { name: "i", command: "insert", check: "author_id = auth.uid()" },
    { name: "u", command: "update", using: "true", check: "author_id = auth.uid()" },
  ],
  "only a restriction": [{ name: "not old", kind: "restrictive", using: "title <> 'old'" }],
  "a condition that is null": [{ name: "n", using: "author_id = auth.uid() or null" }],
  "a check and no using": [{ name: "c", command: "all", check: "true" }],
  "members through a table": [{ name: "m", using: leveled }],
  "a check that counts its own table": [
    { name: "r", command: "select", using: "true" },
    { name: "few", command: "insert", check: "(select count(*) from posts) < 4" },
  ],
};

const callers: Readonly<Record<string, string | null>> = { anon: null, ann, ben };

interface Statement {
  /** Postgres's own words. */
  readonly text: string;
  readonly verb: "insert" | "update" | "delete" | "upsert";
  readonly request: (columns: Columns) => WriteRequest;
  readonly isSeen: boolean;
}

type Columns = (...names: string[]) => Awaited<ReturnType<EngineProject["table"]>>["definition"]["columns"];

const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`;
const fresh = randomUUID();
const all = ["id", "title", "salary", "author_id"];

function insertion(record: object, isSeen: boolean): Statement {
  return {
    text: `insert into posts (id, title, salary, author_id) select id, title, salary, author_id from json_populate_record(null::posts, '${JSON.stringify(record)}')${isSeen ? " returning id, title, salary, author_id" : ""}`,
    verb: "insert",
    isSeen,
    request: (columns) => ({
      kind: "insert",
      source: { kind: "json", records: json([record]), columns: columns(...all), missing: "null" },
    }),
  };
}

function upsert(record: object): Statement {
  const { text } = insertion(record, false);
  return {
    text: `${text} on conflict (id) do update set title = excluded.title, salary = excluded.salary, author_id = excluded.author_id returning id, title, salary, author_id`,
    verb: "upsert",
    isSeen: true,
    request: (columns) => ({
      kind: "insert",
      source: { kind: "json", records: json([record]), columns: columns(...all), missing: "null" },
      onConflict: { action: "update", columns: ["id"] },
    }),
  };
}

function change(values: Readonly<Record<string, unknown>>, isSeen: boolean): Statement {
  const set = Object.entries(values).map(
    ([name, value]) => `${name} = ${value === null ? "null" : `'${value}'`}`,
  );
  return {
    text: `update posts set ${set.join(", ")}${isSeen ? " where title is not null returning id, title, salary, author_id" : ""}`,
    verb: "update",
    isSeen,
    request: (columns) => ({
      kind: "patch",
      values: json(values),
      set: columns(...Object.keys(values)),
      where: sql`true`,
    }),
  };
}

const deletion = (isSeen: boolean): Statement => ({
  text: `delete from posts${isSeen ? " where title is not null returning id, title, salary, author_id" : ""}`,
  verb: "delete",
  isSeen,
  request: () => ({ kind: "delete", where: sql`true` }),
});

const statements: Readonly<Record<string, Statement>> = {
  "insert of an own row": insertion({ id: fresh, title: "new", salary: 3, author_id: ann }, false),
  "insert of an own row, returned": insertion({ id: fresh, title: "new", salary: 3, author_id: ann }, true),
  "insert of a rich row": insertion({ id: fresh, title: "new", salary: 200, author_id: null }, false),
  "insert of a hidden row, returned": insertion({ id: fresh, title: "ben", salary: 3, author_id: ann }, true),
  "change of all salaries": change({ salary: 4 }, false),
  "change of seen salaries": change({ salary: 4 }, true),
  "change to too much": change({ salary: 60 }, true),
  "change of the author": change({ author_id: ben }, true),
  "change to nobody": change({ author_id: null }, false),
  "deletion of all": deletion(false),
  "deletion of what is seen": deletion(true),
  "upsert of a new row": upsert({ id: fresh, title: "up", salary: 3, author_id: ann }),
  "upsert of an own row": upsert({ id: annsPost, title: "ann", salary: 4, author_id: ann }),
  "upsert of another's row": upsert({ id: bensPost, title: "ben", salary: 4, author_id: ben }),
  "upsert that takes over another's row": upsert({ id: bensPost, title: "taken", salary: 4, author_id: ann }),
  "upsert of a row of nobody": upsert({ id: oldPost, title: "taken", salary: 4, author_id: ann }),
};

interface Outcome {
  readonly error: string | null;
  readonly returned: readonly object[];
  readonly stored: readonly object[];
}

const list = keyword("id, title, salary, author_id");

async function onNative(user: string | null, { text, isSeen }: Statement): Promise<Outcome> {
  const role = user === null ? "anon" : "authenticated";
  await native.query(
    `begin; set local twin.uid = '${user ?? ""}'; set local twin.role = '${role}'; set local role ${role}`,
  );
  try {
    const { rows } = await native.query(text);
    await native.query("reset role");
    const stored = await native.query("select id, title, salary, author_id from posts order by id");
    return { error: null, returned: isSeen ? byId(rows) : [], stored: stored.rows };
  } catch (error) {
    return { error: words(error), returned: [], stored: [] };
  } finally {
    await native.query("rollback");
  }
}

class RolledBack extends Error {
  readonly outcome: Outcome;
  constructor(outcome: Outcome) {
    super("rolled back");
    this.outcome = outcome;
  }
}

async function onVirtual(user: string | null, statement: Statement): Promise<Outcome> {
  const [catalog, table] = [await project.catalog(), await project.table("posts")];
  const caller = scopeOf(user);
  const access = writeAccess(accessOf(catalog, table, caller), statement.verb, statement.isSeen);
  const columns: Columns = (...names) => table.definition.columns.filter(({ name }) => names.includes(name));
  const compiled = compileWrite(catalog, table, {
    ...statement.request(columns),
    ...(access === undefined ? {} : { access }),
  });
  const written: Sql = sql`with ${keyword(compiled.isRecursive ? "recursive" : "")} ${compiled.with} select ${list} from ${ident(compiled.written)} order by id`;
  const everything = sql`select ${list} from (${relationSelect(catalog, table)}) as posts order by id`;
  try {
    await db.database.transaction(caller, async (tx) => {
      const { rows } = await tx.query<Record<string, unknown>>(written);
      const stored = await tx.query<Record<string, unknown>>(everything);
      throw new RolledBack({ error: null, returned: statement.isSeen ? rows : [], stored: stored.rows });
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.outcome;
    return { error: words(error), returned: [], stored: [] };
  }
  throw new Error("nothing was rolled back");
}

function scopeOf(user: string | null): TenantScope {
  const { projectId, databaseId } = project.scope;
  return openTenantScope({
    projectId,
    databaseId,
    userId: null,
    role: "editor",
    apiRole: user === null ? "anon" : "authenticated",
    endUserId: user,
  });
}

/** Constraints have names of the storage here, which the doors translate; which restriction refused is not told. */
function words(error: unknown): string {
  const { code, message } = error as { code: string; message: string };
  return code === "23505" ? code : `${code} ${message.replace(/ policy "[^"]+"/, " policy")}`;
}

const toRows = ({ error, returned }: Outcome) => ({ error, rows: returned });

const byId = (rows: readonly { id?: string }[]) =>
  rows.toSorted((a, b) => ((a.id ?? "") < (b.id ?? "") ? -1 : 1));

async function definePolicies(policies: readonly Policy[]): Promise<void> {
  const { definition } = await project.table("posts");
  await project.apply([
    ...(definition.policies ?? []).map(({ name }): Change => ({ kind: "drop_policy", table: "posts", name })),
    ...policies.map((policy): Change => ({ kind: "create_policy", table: "posts", policy })),
  ]);
  const { rows } = await native.query("select polname from pg_policy where polrelid = 'posts'::regclass");
  for (const { polname } of rows) await native.query(`drop policy "${polname}" on posts`);
  for (const { name, command = "all", roles = ["public"], kind = "permissive", using, check } of policies) {
    await native.query(
      `create policy "${name}" on posts as ${kind} for ${command} to ${roles.join(", ")}${using === undefined ? "" : ` using (${using})`}${check === undefined ? "" : ` with check (${check})`}`,
    );
  }
}

describe.each(Object.entries(policySets))("with %s", (_name, policies) => {
  beforeAll(() => definePolicies(policies));

  it.each(Object.entries(callers))("%s sees and writes what Postgres would allow", async (_caller, user) => {
    const [catalog, table] = [await project.catalog(), await project.table("posts")];
    const caller = scopeOf(user);
    const relation = relationSelect(catalog, table, accessOf(catalog, table, caller));
    const seen = await db.database.query<Record<string, unknown>>(
      caller,
      sql`select ${list} from (${relation}) as posts order by id`,
    );
    const read: Statement = {
      text: `select id, title, salary, author_id from posts`,
      isSeen: true,
    } as Statement;
    expect({ error: null, rows: seen.rows }).toEqual(toRows(await onNative(user, read)));
    for (const [name, statement] of Object.entries(statements)) {
      const [ours, theirs] = [await onVirtual(user, statement), await onNative(user, statement)];
      expect({ name, ...ours }).toEqual({ name, ...theirs });
    }
  });
});
