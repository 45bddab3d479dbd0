import pg from "pg";
import { expect, it } from "vitest";
import { allowedFunctions } from "#lib/expression/allowed-functions.ts";
import { testDatabase } from "#tests/harness/test-database.ts";

it("the panel's help of functions is what the server's catalog says of those that are allowed (vitest -u writes it)", async () => {
  const db = await testDatabase();
  const client = new pg.Client(db.owner);
  await client.connect();
  const { rows } = await client.query<{ entry: string[] }>(
    `select array[p.proname::text, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), coalesce(obj_description(p.oid, 'pg_proc'), '')] as entry
       from pg_proc p
      where p.pronamespace = 'pg_catalog'::regnamespace and p.proname = any ($1)
        and coalesce(obj_description(p.oid, 'pg_proc'), '') !~ '^(implementation of|less than|greater than|equal|not equal|I/O)'
        and pg_get_function_result(p.oid) !~ 'internal|cstring'
      order by p.proname collate "C", p.pronargs, p.oid`,
    [[...allowedFunctions]],
  );
  await client.end();
  await db.close();
  const text = `[\n${rows.map(({ entry }) => `  ${JSON.stringify(entry)}`).join(",\n")}\n]\n`;
  await expect(text).toMatchFileSnapshot("../../components/sql-panel/language/functions.json");
});
