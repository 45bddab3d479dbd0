import type pg from "pg";
import type { Catalog, CatalogTable, Column } from "#lib/catalog/types.ts";
import type { Database } from "#lib/db/database.ts";
import { columnValue, jsonValue, storageOf } from "#lib/engine/column-sql.ts";
import { ofTable, relationSelect } from "#lib/engine/relation.ts";
import { slotValues } from "#lib/engine/stored-row.ts";
import { compileWrite } from "#lib/engine/write/compile-write.ts";
import type { WriteRequest } from "#lib/engine/write/request.ts";
import { ident, join, keyword, sql } from "#lib/sql/sql.ts";
import type { EngineProject } from "#tests/harness/engine-project.ts";
import type { Shape } from "./tables.ts";

/** A virtual table and a native one of the same shape. */
export class Twins {
  readonly project: EngineProject;
  readonly shape: Shape;
  readonly #database: Database;
  readonly #client: pg.Client;

  /** @param client stands in the schema of the native ones. */
  constructor(
    project: EngineProject,
    shape: Shape,
    { database, client }: { readonly database: Database; readonly client: pg.Client },
  ) {
    this.project = project;
    this.shape = shape;
    this.#database = database;
    this.#client = client;
  }

  get key(): readonly string[] {
    return this.shape.hasCompositeKey ? ["k", "a"] : ["k"];
  }

  /** Writes to a virtual table. @returns the SQLSTATE; null: it was done. */
  async virtual(
    name: string,
    request: (catalog: Catalog, table: CatalogTable) => WriteRequest,
  ): Promise<string | null> {
    const [catalog, table] = [await this.project.catalog(), await this.project.table(name)];
    const { isRecursive, ...write } = compileWrite(catalog, table, request(catalog, table));
    const recursive = keyword(isRecursive ? "recursive" : "");
    return code(
      this.#database.query(
        this.project.scope,
        sql`with ${recursive} ${write.with} select * from ${ident(write.written)}`,
      ),
    );
  }

  /** The same on the native one. */
  native(text: string, values: readonly unknown[] = []): Promise<string | null> {
    return code(this.#client.query(text, [...values]));
  }

  /** The rows of both. */
  async state(name: string): Promise<[unknown, unknown]> {
    const relation = relationSelect(await this.project.catalog(), await this.project.table(name));
    const order = keyword("order by to_json(t.*)::text");
    const virtual = await this.#database.query(
      this.project.scope,
      sql`select * from (${relation}) as t ${order}`,
    );
    const { rows: found } = await this.#client.query(
      `select * from ${name} as t order by to_json(t.*)::text`,
    );
    return [virtual.rows, found];
  }

  /** Rows in which a slot differs from what the row's data says. */
  async staleRows(name: string): Promise<number> {
    const [catalog, table] = [await this.project.catalog(), await this.project.table(name)];
    const fromData = (column: Column) => {
      const { place, key } = storageOf(table, column.name);
      return place === "data" ? jsonValue(sql`d.data`, key, column) : columnValue(table, column, "d");
    };
    const tests = slotValues(catalog, table, fromData).map(
      ({ slot, value }) => sql`d.${ident(slot)} is distinct from ${value}`,
    );
    const { rows: found } = await this.#database.query<{ count: number }>(
      this.project.scope,
      sql`select count(*)::int4 as count from rowhouse.project_data as d where ${ofTable(catalog, table, "d")} and (${join(tests, " or ")})`,
    );
    return found[0]?.count ?? -1;
  }
}

function code(work: Promise<unknown>): Promise<string | null> {
  return work.then(
    () => null,
    (error: { code?: string }) => error.code ?? String(error),
  );
}
