import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { parse } from "libpg-query";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Column } from "#lib/catalog/types.ts";
import { updateStatement } from "#lib/engine/write/records.ts";
import { compile } from "#lib/sql/sql.ts";
import { engineProject } from "#tests/harness/engine-project.ts";
import { type TestDatabase, testDatabase } from "#tests/harness/test-database.ts";
import {
  functionsToMark,
  inOrder,
  placementOf,
  type Relation,
  selectRelations,
} from "../../scripts/distribute/plan.ts";

// What a database has to be like to be distributed by project: docs/scaling.md.

let db: TestDatabase;
let owner: pg.Client;
let relations: readonly Relation[];

beforeAll(async () => {
  db = await testDatabase();
  owner = new pg.Client(db.owner);
  await owner.connect();
  relations = (await owner.query<Relation>(selectRelations)).rows;
});

afterAll(async () => {
  await owner.end();
  await db.close();
});

const select = async <Row extends object>(text: string) =>
  (await owner.query<Row & pg.QueryResultRow>(text)).rows;

/** Tables with a column project_id, as a sub-select of their oids. */
const tenantTables = `
  select c.oid from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'project_id' and not a.attisdropped
   where c.relnamespace = 'rowhouse'::regnamespace and c.relkind = 'r'`;

describe("the tables of tenants", () => {
  it("have project_id in every primary key, unique constraint and unique index", async () => {
    const without = await select(`
      select i.indexrelid::regclass::text as index from pg_index i
       where i.indrelid in (${tenantTables}) and i.indisunique
         and not exists (select from pg_attribute a where a.attrelid = i.indrelid and a.attname = 'project_id'
                            and a.attnum = any((i.indkey::smallint[])[0:i.indnkeyatts - 1]))`);
    expect(without).toEqual([]);
  });

  it("refer to each other by project_id and more, or to a project", async () => {
    const strange = await select(`
      select k.conname from pg_constraint k
       where k.contype = 'f' and k.conrelid in (${tenantTables})
         and k.confrelid <> 'rowhouse.projects'::regclass
         and not exists (
           select from unnest(k.conkey, k.confkey) as pair (child, parent)
             join pg_attribute c on c.attrelid = k.conrelid and c.attnum = pair.child and c.attname = 'project_id'
             join pg_attribute p on p.attrelid = k.confrelid and p.attnum = pair.parent and p.attname = 'project_id')`);
    expect(strange).toEqual([]);
  });

  it("cascade, restrict or do nothing on delete, and never set null", async () => {
    const strange = await select(`
      select conname, confdeltype, confupdtype from pg_constraint
       where contype = 'f' and conrelid in (${tenantTables})
         and (confdeltype not in ('a', 'r', 'c') or confupdtype not in ('a', 'r', 'c'))`);
    expect(strange).toEqual([]);
  });

  it("have no triggers of ours", async () => {
    expect(
      await select(`select tgname from pg_trigger where not tgisinternal and tgrelid in (${tenantTables})`),
    ).toEqual([]);
  });

  it("let nobody change a row's project", async () => {
    const grants = await select(`
      select table_name, grantee from information_schema.column_privileges
       where table_schema = 'rowhouse' and column_name = 'project_id' and privilege_type = 'UPDATE'
         and grantee in ('rowhouse_request', 'rowhouse_sql')`);
    expect(grants).toEqual([]);
  });

  it("have the columns of their foreign keys' targets in the shards beside them", () => {
    const placement = new Map(relations.map((relation) => [relation.name, placementOf(relation)]));
    const allowed = {
      distributed: ["distributed", "reference"],
      reference: ["reference"],
      local: ["local", "reference"],
    };
    const strange = relations.flatMap((relation) =>
      relation.references
        .filter((target) => !allowed[placementOf(relation)].includes(placement.get(target) ?? ""))
        .map((target) => `${relation.name} -> ${target}`),
    );
    expect(strange).toEqual([]);
    expect(placement.get("project_data")).toBe("distributed");
    expect(inOrder(relations)).toHaveLength(relations.length);
  });
});

describe("policies", () => {
  it("hold no sub-select", async () => {
    const strange = await select(`
      select polrelid::regclass::text as relation, polname from pg_policy
       where (polqual::text || coalesce(polwithcheck::text, '')) like '%SUBLINK%' or polwithcheck::text like '%SUBLINK%'`);
    expect(strange).toEqual([]);
  });
});

describe("statements", () => {
  it("set the context by SET LOCAL, which Citus hands on, never by set_config()", () => {
    const files = globSync("lib/**/*.ts").filter((file) => !file.includes("refused-functions"));
    const callers = files.filter((file) =>
      // How a node plans is its own matter; what a function says of its answer never reaches Postgres.
      /\bset_config\((?!'(?:plan_cache_mode'|response\.))/.test(
        readFileSync(file, "utf8").replace(/\/\*\*?[\s\S]*?\*\/|\/\/.*/g, ""),
      ),
    );
    expect(callers).toEqual([]);
  });

  it("apply no function to columns in an UPDATE that the distribute step does not mark IMMUTABLE", async () => {
    const project = await engineProject(db);
    const types = [
      "text",
      "integer",
      "bigint",
      "number",
      "numeric",
      "boolean",
      "date",
      "time",
      "timestamptz",
      "uuid",
      "jsonb",
      "text[]",
    ] as const;
    const columns = types.map(
      (type, index): Column => ({ name: `c${index}`, type, ...(index < 4 ? { indexed: true } : {}) }),
    );
    await project.apply([{ kind: "create_table", table: { name: "every", columns } }]);
    const values = [
      "x",
      1,
      2,
      1.5,
      "1.5",
      true,
      "2026-01-01",
      "10:00",
      "2026-01-01T00:00:00Z",
      "11111111-1111-4111-8111-111111111111",
      { a: 1 },
      ["x"],
    ];
    const patch = Object.fromEntries(values.map((value, index) => [`c${index}`, value]));
    const recordId = "11111111-1111-4111-8111-111111111111";
    const statement = updateStatement(await project.catalog(), await project.table("every"), {
      recordId,
      patch,
    });
    const names = [...functionsInUpdates(await parse(compile(statement).text))];
    expect(names).toContain("jsonb_build_object");
    const { rows } = await owner.query<{ name: string }>(
      `select distinct proname as name from pg_proc
        where proname = any($1) and provolatile <> 'i' and pronamespace in ('pg_catalog'::regnamespace, 'app'::regnamespace)`,
      [names],
    );
    const marked = functionsToMark.map((signature) => signature.replace(/\(.*/, ""));
    // Those without a column among their arguments are computed before the statement is sent to a shard.
    const constants = [
      "now",
      "statement_timestamp",
      "clock_timestamp",
      "refuse_row",
      "slot_too_long",
      "key_too_long",
    ];
    expect(
      rows.map(({ name }) => name).filter((name) => !marked.includes(name) && !constants.includes(name)),
    ).toEqual([]);
  });
});

describe("the distribute step", () => {
  it("says what to do on a Postgres without Citus, and changes nothing", () => {
    const { host, port, database, user, password } = db.owner;
    const url = `postgresql://${user}:${encodeURIComponent(String(password))}@/${database}?host=${host}&port=${port}`;
    const run = spawnSync(process.execPath, ["scripts/distribute.ts", "--coordinator", "localhost"], {
      env: { ...process.env, DATABASE_URL: url, ROWHOUSE_SECRET: "integration-tests-share-this-secret-0001" },
      encoding: "utf8",
    });
    expect(run.status).toBe(3);
    expect(run.stderr).toContain("no extension citus: nothing was changed");
    expect(run.stderr).toContain("shared_preload_libraries");
  });
});

/** The functions called in what UPDATE sets. */
function functionsInUpdates(tree: unknown, inSet = false, found = new Set<string>()): Set<string> {
  if (Array.isArray(tree)) for (const item of tree) functionsInUpdates(item, inSet, found);
  else if (tree !== null && typeof tree === "object") {
    for (const [key, value] of Object.entries(tree)) {
      if (key === "FuncCall" && inSet) found.add(nameOf(value));
      if (key === "UpdateStmt") {
        const { targetList, ...rest } = value as { targetList?: unknown };
        functionsInUpdates(targetList, true, found);
        functionsInUpdates(rest, false, found);
      } else functionsInUpdates(value, inSet, found);
    }
  }
  return found;
}

function nameOf(call: unknown): string {
  const { funcname } = call as { funcname: readonly { String: { sval: string } }[] };
  return funcname.at(-1)?.String.sval ?? "";
}
