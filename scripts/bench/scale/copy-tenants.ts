import type pg from "pg";

export interface ScaleSize {
  readonly databases: number;
  readonly tables: number;
  /** Rows of each table. */
  readonly rows: number;
}

const batch = 2_000;
/** What a new database consists of. */
const relations = [
  "projects",
  "project_databases",
  "project_tables",
  "project_keys",
  "project_signing_keys",
  "schema_changes",
];
/** Who made it and where it belongs stays as it is. */
const kept = new Set(["organization_id", "created_by", "actor_id", "user_id", "owner_id"]);

/** Copies a database that the product made, with some rows in each of its tables, as often as it takes. */
export async function copyTenants(superuser: pg.Client, projectId: string, size: ScaleSize): Promise<void> {
  const copies: string[] = [];
  for (const relation of relations) {
    const columns = await columnsOf(superuser, relation);
    const key = relation === "projects" ? "id" : "project_id";
    copies.push(`insert into rowhouse.${relation} (${columns.map(({ name }) => name).join(", ")})
      select ${columns.map((column) => copied(column, key)).join(", ")} from rowhouse.${relation} as t cross join tenants where t.${key} = '${projectId}'`);
  }
  const columns = await columnsOf(superuser, "project_data");
  const rows = `insert into rowhouse.project_data (${columns.map(({ name }) => name).join(", ")})
    select ${columns.map((column) => copied(column, "project_id")).join(", ")}
      from (select d.project_id, tables.id as table_id, ${columns
        .map(({ name }) => name)
        .filter((name) => name !== "project_id" && name !== "table_id")
        .map((name) => `d.${name}`)
        .join(", ")}
              from rowhouse.project_tables as tables
             cross join (select * from rowhouse.project_data where project_id = '${projectId}' limit ${size.rows}) as d
             where tables.project_id = '${projectId}' and not tables.is_auth) as t
     cross join tenants`;
  await superuser.query("set session_replication_role = replica");
  await superuser.query("create temporary table tenants (id uuid not null)");
  for (let done = 0; done < size.databases; done += batch) {
    const count = Math.min(batch, size.databases - done);
    await superuser.query("truncate tenants");
    await superuser.query("insert into tenants select gen_random_uuid() from generate_series(1, $1)", [
      count,
    ]);
    for (const statement of [...copies, rows]) await superuser.query(statement);
  }
  await superuser.query("set session_replication_role = origin");
  await superuser.query("vacuum analyze");
  await superuser.query("checkpoint");
}

interface CopiedColumn {
  readonly name: string;
  readonly type: string;
}

async function columnsOf(superuser: pg.Client, relation: string): Promise<readonly CopiedColumn[]> {
  const { rows } = await superuser.query<CopiedColumn>(
    `select quote_ident(attname) as name, format_type(atttypid, null) as type from pg_attribute
      where attrelid = ('rowhouse.' || $1)::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [relation],
  );
  return rows;
}

/** The key becomes the new tenant's id; every other id of the copy ends like it. */
function copied({ name, type }: CopiedColumn, key: string): string {
  if (name === key) return "tenants.id";
  if (name === "ref") return "'p' || substr(md5(tenants.id::text), 1, 15)";
  if (type !== "uuid" || kept.has(name)) return `t.${name}`;
  return `(left(t.${name}::text, 24) || right(tenants.id::text, 12))::uuid`;
}
