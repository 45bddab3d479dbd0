import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

/** A row of a file that was not stored. */
export interface ImportProblem {
  readonly row: number;
  readonly place: number;
  readonly column: string | null;
  readonly reason: string;
  readonly original: string;
}

export function insertProblems(scope: TenantScope, id: string, problems: readonly ImportProblem[]): Sql {
  return sql`
    insert into rowhouse.import_problems (project_id, import_id, row_number, place, column_name, reason, original)
    select ${scope.projectId}, ${id}, p.row, p.place, p."column", p.reason, p.original
      from jsonb_to_recordset(${JSON.stringify(problems)}::jsonb)
        as p (row bigint, place integer, "column" text, reason text, original text)`;
}

/** Some problems behind one, in the order of the file. */
export function selectProblems(
  scope: TenantScope,
  id: string,
  { row, place }: { readonly row: number; readonly place: number },
  max: number,
): Sql {
  return sql`
    select row_number as row, place, column_name as column, reason, original
      from rowhouse.import_problems
     where project_id = ${scope.projectId}
       and import_id = ${id}
       and (row_number, place) > (${row}::bigint, ${place}::integer)
     order by row_number, place
     limit ${max}`;
}
