import { afterAll, describe, expect, it } from "vitest";
import { guardQuery } from "#lib/expression/guard.ts";
import { noMatch } from "#lib/expression/guard-functions.ts";
import type { Refusal } from "#lib/expression/refusal.ts";
import { createParserPool } from "#lib/query/parser/parser-pool.ts";

const parser = createParserPool();
afterAll(() => parser.close());

async function guarded(text: string): Promise<Refusal | null> {
  const parsed = await parser.parse(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`);
  const refusals = parsed.statements.map(({ tree }) => guardQuery(tree));
  return refusals.find((refusal) => refusal !== null) ?? null;
}

/** The SQLSTATE, and the text from the marked place on. */
async function refused(text: string): Promise<readonly [string | undefined, string | null]> {
  const refusal = await guarded(text);
  const place = refusal?.location ?? null;
  return [refusal?.code, place === null ? null : Buffer.from(text).subarray(place).toString()];
}

describe("the guard lets through", () => {
  it.each([
    "select 1",
    "table t",
    "values (1, default)",
    "select distinct on (a) a, b.*, (c).d, e[1], f[1:2], g.h from t b, only u, lateral (select 1) v(x)",
    "select * from a join b using (c) as j left join d on true natural join e, rows from (unnest(f), generate_series(1, 2)) with ordinality",
    "with recursive x(a) as (select 1 union all select a + 1 from x) search depth first by a set s cycle a set c to 1 default 0 using p select * from x",
    "select sum(a) filter (where b) over (partition by c order by d desc nulls last rows between 1 preceding and current row exclude ties), string_agg(distinct a, ',' order by a), mode() within group (order by a) from t window w as (order by a)",
    'select a from t group by grouping sets ((a), rollup (b), cube (c), ()) having grouping(a) = 0 order by a collate pg_catalog."C" using operator(pg_catalog.<) limit 1 offset 2',
    "select a from t order by b fetch first 3 rows with ties",
    "(select 1 union all select 2) intersect (select 3 except select 4)",
    "select case a when 1 then 2 else 3 end, coalesce(a, b), nullif(a, b), greatest(a, b), a is distinct from b, a between symmetric 1 and 2, a in (1, 2), a = any(select 1), exists(select), array[1, 2], row(1, 2) < (3, 4), not a and b or c, a is null, b is not true, a like 'x' escape 'y', a similar to b, a at time zone 'UTC', $1 from t",
    "select cast('1' as integer), '1'::numeric(10, 2)[], date '2020-01-01', interval '1' year, 'x'::pg_catalog.text, '{1}'::_int4, x'1F', 'a' collate \"C\", 'english'::regconfig",
    "select current_date, current_time, current_timestamp(3), localtime, localtimestamp, now(), random(), gen_random_uuid(), pg_catalog.lower('X'), extract(year from now()), overlay('a' placing 'b' from 1), position('a' in 'b'), substring('a' from 1 for 2), trim('a'), normalize('a', nfc) is nfc normalized",
    "select json_object('a': 1 returning jsonb), json_array(1, 2), json_array(select 1), json_objectagg('a': 1), json_arrayagg(a order by a), json_value('{}', '$.a' returning int default 1 on empty), json_query('{}', '$' with wrapper), json_exists('{}', '$' passing 1 as x), json('{}'), json_scalar(1), json_serialize('{}'), a is json object with unique keys from t",
    "select * from json_table('{}', '$' columns (a int path '$.a', b for ordinality, nested path '$.c[*]' columns (d text exists path '$.d'))) t",
    "select * from jsonb_to_record('{}') as x(a int, b text collate \"C\"), json_populate_record(null, '{}')",
    "select null::record, '(1,2)'::record",
    "select make_interval(days => 1), concat(variadic array['a', 'b']), date(now()), text(1), jsonb('{}')",
    "select public.t.a, public.t.* from public.t",
    "select a.name, a.version, a.oid, a.hash, a.timeout, a.region, a.type, a.trigger, a.user, a.owner from t a",
    "select pg_sleep, current_setting from t",
  ])("%s", async (text) => {
    expect(await guarded(text)).toBeNull();
  });
});

describe("the guard refuses statements", () => {
  it.each([
    ["insert into t values (1)", "0A000"],
    ["update t set a = 1", "0A000"],
    ["delete from t", "0A000"],
    ["merge into t using u on true when matched then delete", "0A000"],
    ["create table t (a int)", "0A000"],
    ["create table t as select 1", "0A000"],
    ["select 1 into t", "0A000"],
    ["alter table t add a int", "0A000"],
    ["drop table t", "0A000"],
    ["truncate t", "0A000"],
    ["explain select 1", "0A000"],
    ["create extension x", "0A000"],
    ["create role x", "0A000"],
    ["import foreign schema x from server y into z", "0A000"],
    ["set role x", "42501"],
    ["set local x.y = 'z'", "42501"],
    ["show all", "42501"],
    ["reset session authorization", "42501"],
    ["begin", "42501"],
    ["rollback to savepoint x", "42501"],
    ["copy t to program 'id'", "42501"],
    ["copy (select 1) to stdout", "42501"],
    ["do 'begin end'", "42501"],
    ["call x()", "42501"],
    ["grant x to y", "42501"],
    ["listen x", "42501"],
    ["notify x", "42501"],
    ["lock table t", "42501"],
    ["prepare x as select 1", "42501"],
    ["execute x", "42501"],
    ["declare x cursor for select 1", "42501"],
    ["fetch all from x", "42501"],
    ["discard all", "42501"],
    ["load 'x'", "42501"],
    ["vacuum", "42501"],
    ["alter system set x = 1", "42501"],
    ["checkpoint", "42501"],
    ["select 1; drop table t", "0A000"],
    ["select * from t for update", "25006"],
    ["select * from (select * from t for key share of t) x", "25006"],
    ["with x as (insert into t values (1) returning *) select * from x", "0A000"],
    ["select * from (with x as (delete from t returning 1) select 1) y", "0A000"],
    ["select (with x as (update t set a = 1 returning 2) select 1)", "0A000"],
  ])("%s", async (text, code) => {
    expect((await guarded(text))?.code).toBe(code);
  });
});

describe("the guard refuses functions", () => {
  it.each([
    ["select pg_sleep(9)", "pg_sleep(9)"],
    ['select "pg_sleep"(9)', '"pg_sleep"(9)'],
    ["select pg_catalog.pg_sleep(9)", "pg_catalog.pg_sleep(9)"],
    ["select U&\"pg!005fsleep\" uescape '!' (9)", "U&\"pg!005fsleep\" uescape '!' (9)"],
    ["select 1 from t where pg_read_file('/x') = ''", "pg_read_file('/x') = ''"],
    ["select 1 order by pg_ls_dir('.')", "pg_ls_dir('.')"],
    ["select 1 limit (select pg_sleep(1)::int)", "pg_sleep(1)::int)"],
    ["select count(*) filter (where pg_sleep(1) is null) from t", "pg_sleep(1) is null) from t"],
    [
      "select sum(1) over (order by set_config('a', 'b', false)) from t",
      "set_config('a', 'b', false)) from t",
    ],
    ["select sum(1) over w from t window w as (partition by current_setting('a'))", "current_setting('a'))"],
    ["select array[lo_get(1)]", "lo_get(1)]"],
    ["select case when true then nextval('s') end", "nextval('s') end"],
    ["select x[pg_backend_pid()] from t", "pg_backend_pid()] from t"],
    ["select * from t join u on pg_sleep(1) is null", "pg_sleep(1) is null"],
    [
      "select * from pg_logical_slot_peek_changes('a', null, null)",
      "pg_logical_slot_peek_changes('a', null, null)",
    ],
    ["select * from rows from (unnest(a), pg_stat_get_activity(null))", "pg_stat_get_activity(null))"],
    ["select query_to_xml('select 1', true, true, '')", "query_to_xml('select 1', true, true, '')"],
    ["select * from ts_stat('select 1')", "ts_stat('select 1')"],
    ["select ts_rewrite('a'::tsquery, 'select 1')", "ts_rewrite('a'::tsquery, 'select 1')"],
    ["select json_object('a': version())", "version())"],
    ["select json_value('{}', '$.a' default version() on empty)", "version() on empty)"],
    [
      "select * from json_table(version(), '$' columns (a int path '$'))",
      "version(), '$' columns (a int path '$'))",
    ],
    ["values (version())", "version())"],
    ["select collation for ('a')", "collation for ('a')"],
    ["select system_user", "system_user"],
    ["select to_regclass('t')", "to_regclass('t')"],
    ["select regclass('t')", "regclass('t')"],
    ["select pg_input_is_valid('a', 'regrole')", "pg_input_is_valid('a', 'regrole')"],
    ["select txid_current()", "txid_current()"],
    ["select has_table_privilege('t', 'select')", "has_table_privilege('t', 'select')"],
  ])("that reach beyond their arguments: %s", async (text, marked) => {
    expect(await refused(text)).toEqual(["42501", marked]);
  });

  it.each([
    ["select uper('x')", 'Perhaps you meant "upper".'],
    ["select public.upper('x')", 'Perhaps you meant "upper".'],
    ["select app.project_id()", noMatch],
    ["select int4pl(1, 2)", 'Perhaps you meant "int4".'],
    ["select pg_catalog.upper.x('x')", noMatch],
  ])("that it does not know: %s", async (text, hint) => {
    expect(await guarded(text)).toMatchObject({ code: "42883", location: 7, hint });
  });
});

describe("the guard refuses calls and casts in attribute notation", () => {
  it.each([
    ["select ('/x'::text).pg_read_file", "('/x'::text).pg_read_file"],
    ["select ('/x').pg_read_file", "'/x').pg_read_file"],
    ["select g.pg_sleep from sqrt(9) g", "g.pg_sleep from sqrt(9) g"],
    ["select public.g.pg_sleep from g", "public.g.pg_sleep from g"],
    ["select (a).b.pg_read_file from t", "a).b.pg_read_file from t"],
    ["select (a)[1].pg_ls_dir from t", "a)[1].pg_ls_dir from t"],
    ["select ($1).nextval", "$1).nextval"],
    ["select (select 'x').lo_import", "(select 'x').lo_import"],
    ["select ('x').regrole", "'x').regrole"],
    ["select ('10').regclass", "'10').regclass"],
    ["select g.regtype from lower('text') g", "g.regtype from lower('text') g"],
    ["select ('x').\"_regclass\"", "'x').\"_regclass\""],
    ["select 1 from t group by t.pg_sleep", "t.pg_sleep"],
    ["select ('x').txid_status, 1", "'x').txid_status, 1"],
    ["select ('x').row_security_active", "'x').row_security_active"],
    ["select ('x').xml_is_well_formed", "'x').xml_is_well_formed"],
    ["select ('x').pg_function_of_tomorrow", "'x').pg_function_of_tomorrow"],
  ])("%s", async (text, marked) => {
    const [code, from] = await refused(text);
    expect(code).toBe("42501");
    expect(marked.endsWith(from ?? "") || from?.endsWith(marked)).toBe(true);
  });

  it("and says how a column of that name is read", async () => {
    const refusal = await guarded("select t.pg_sleep from t");
    expect(refusal?.hint).toBe('If "pg_sleep" is a column, write its name without the table\'s.');
  });
});

describe("the guard refuses words that name roles and schemas", () => {
  it.each(["current_user", "user", "session_user", "current_role", "current_catalog", "current_schema"])(
    "%s",
    async (word) => {
      expect(await refused(`select ${word}`)).toEqual(["42501", word]);
      expect(await refused(`select * from ${word}`)).toEqual(["42501", word]);
    },
  );
});

describe("the guard refuses types", () => {
  it.each([
    ["select 'x'::regclass", "0A000"],
    ["select cast('x' as pg_catalog.regrole)", "0A000"],
    ["select 'x'::regproc[]", "0A000"],
    ["select '{x}'::_regclass", "0A000"],
    ["select regnamespace 'x'", "0A000"],
    ["select 1::oid", "0A000"],
    ["select '<a/>'::xml", "0A000"],
    ["select null::pg_authid", "0A000"],
    ["select * from json_to_record('{}') as x(a regclass)", "0A000"],
    ["select * from rows from (json_to_record('{}') as (a regclass))", "0A000"],
    ["select * from json_table('{}', '$' columns (a regclass path '$'))", "0A000"],
    ["select * from json_table('{}', '$' columns (nested path '$' columns (a regrole path '$')))", "0A000"],
    ["select json_value('{}', '$' returning regclass)", "0A000"],
    ["select json_object('a': 1 returning xml)", "0A000"],
    ["select json_arrayagg(1 returning oid)", "0A000"],
    ["select json_serialize('{}' returning regclass)", "0A000"],
    [
      "with recursive x as (select 1 as a) cycle a set c to regclass 'y' default regclass 'n' using p select 1",
      "0A000",
    ],
    ["select null::rowhouse.project_data", "42704"],
    ["select null::public.t", "42704"],
    ["select 'x'::txt", "42704"],
    ["select '1'::int4.x", "42704"],
  ])("%s", async (text, code) => {
    expect((await guarded(text))?.code).toBe(code);
  });

  it("and tells the nearest one", async () => {
    expect(await guarded("select 'x'::txt")).toMatchObject({
      location: 12,
      hint: 'Perhaps you meant "text".',
    });
  });
});

describe("the guard refuses names outside of pg_catalog and public", () => {
  it.each([
    ["select * from pg_catalog.pg_class", "42501"],
    ["select * from information_schema.tables", "42501"],
    ["select * from rowhouse.users", "42P01"],
    ["select * from app.signing_key", "42P01"],
    ["select * from pg_temp.t", "42P01"],
    ["select * from postgres.public.t", "0A000"],
    ["select rowhouse.t.a from t", "42P01"],
    ["select x.public.t.a from t", "0A000"],
    ["select x.public.t.* from t", "0A000"],
    ["select 1 operator(app.+) 2", "42883"],
    ["select 1 = operator(app.=) 2", "42883"],
    ["select 1 operator(app.=) any (select 1)", "42883"],
    ["select (1, 2) operator(app.=) (select 1, 2)", "42883"],
    ["select operator(app.-) 1", "42883"],
    ["select 1 order by 1 using operator(app.<)", "42883"],
    ["select 'a' collate app.x", "42704"],
    ["select * from t tablesample app.system (1)", "42704"],
    ["select * from t tablesample system_rows (1)", "42704"],
    ["select * from t tablesample system (pg_sleep(1)::int)", "42501"],
    ["select * from jsonb_to_record('{}') as x(a text collate app.x)", "42704"],
  ])("%s", async (text, code) => {
    expect((await guarded(text))?.code).toBe(code);
  });
});

describe("the guard refuses what it does not know", () => {
  it.each([
    "select xmlparse(document '<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///x\">]><a>&x;</a>')",
    "select xmlelement(name a)",
    "select xmlserialize(content 'x' as text)",
    "select * from xmltable('/a' passing '<a/>' columns b int)",
  ])("%s", async (text) => {
    expect((await guarded(text))?.code).toBe("0A000");
  });

  it("of kinds and fields of nodes", () => {
    const statement = (fields: object) => ({ kind: "SelectStmt", fields: { ...fields } });
    expect(guardQuery(statement({}))).toBeNull();
    for (const fields of [
      { brandNewClause: [] },
      { targetList: [{ BrandNewExpr: {} }] },
      { targetList: [{ ResTarget: { val: { A_Const: {} }, brandNewField: [] } }] },
      { targetList: ["text"] },
      { targetList: [{ ResTarget: {}, FuncCall: {} }] },
      { whereClause: [[{ FuncCall: {} }]] },
      { larg: "text" },
      { withClause: [] },
      { targetList: [{ ["__proto__"]: {} }] },
      { targetList: [{ constructor: {} }] },
    ]) {
      expect([fields, guardQuery(statement(fields))?.code]).toEqual([fields, "0A000"]);
    }
  });
});

describe("the guard reads trees of any depth", () => {
  it("without a stack to exhaust", async () => {
    const deep = (inner: string) =>
      `select ${"1 + (".repeat(1_200)}${inner}${")".repeat(1_200)}${" + 1".repeat(2_000)}`;
    expect(await guarded(deep("1"))).toBeNull();
    expect((await guarded(deep("pg_sleep(1)")))?.code).toBe("42501");
  });
});
