import type { Database } from "../../db/database.ts";
import type { TenantScope } from "../../db/scope.ts";
import type { Log } from "../../log.ts";
import { type Sql, sql } from "../../sql/sql.ts";

/**
 * Tells the planner how many rows a table has that was just filled. Autovacuum would within a minute; until then a join of
 * two such tables would compare each row with each.
 */
export interface RowStatistics {
  /**
   * So many rows were committed to the tables, by their names.
   *
   * @returns when the planner knows what it has to. Never rejects: what it does not know only makes it slower.
   */
  wrote(scope: TenantScope, tables: readonly string[], rows: number): Promise<void>;
  close(): Promise<void>;
}

interface Known {
  /** What the planner was told last. */
  told: number;
  /** Written since. */
  written: number;
}

/** Fewer are joined quickly in any way. */
const rowsMin = 200;
const tablesMax = 10_000;
const retryMs = 3_000;
const triesMax = 20;

export function createRowStatistics(database: Pick<Database, "query">, log: Log): RowStatistics {
  const known = new Map<string, Known>();
  const timers = new Set<NodeJS.Timeout>();

  const learn = async (scope: TenantScope, tables: readonly string[], tries: number): Promise<void> => {
    try {
      const { rows } = await database.query<{ is_done: boolean }>(scope, learnRows(scope, tables));
      if (rows[0]?.is_done === false && tries < triesMax) later(scope, tables, tries + 1);
    } catch (error) {
      log.warn({ err: error }, "the planner could not be told of new rows");
    }
  };
  /** Vacuum or ANALYZE is at work, and the second of them would make it unnecessary. */
  const later = (scope: TenantScope, tables: readonly string[], tries: number) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      void learn(scope, tables, tries);
    }, retryMs);
    timers.add(timer.unref());
  };
  /** Whether it has grown by half since the planner was told. */
  const isDue = ({ databaseId }: TenantScope, name: string, rows: number): boolean => {
    if (known.size >= tablesMax) known.clear();
    const key = `${databaseId} ${name}`;
    const table = known.get(key) ?? { told: 0, written: 0 };
    known.set(key, table);
    table.written += rows;
    if (table.written < Math.max(rowsMin, table.told / 2)) return false;
    table.told += table.written;
    table.written = 0;
    return true;
  };
  return {
    async wrote(scope, tables, rows) {
      const due = rows === 0 ? [] : tables.filter((name) => isDue(scope, name, rows));
      if (due.length > 0) await learn(scope, due, 1);
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

function learnRows({ projectId, databaseId }: TenantScope, tables: readonly string[]): Sql {
  return sql`
    select app.learn_rows(array(select id
                                  from rowhouse.project_tables
                                 where project_id = ${projectId}
                                   and database_id = ${databaseId}
                                   and table_name = any(${[...tables]}::text[])
                                   and dropped_at is null)) as is_done`;
}
