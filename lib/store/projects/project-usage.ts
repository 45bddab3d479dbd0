import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

/** In the system's context: adds up requests of today, of any project. */
export function countRequests(uses: readonly { readonly projectId: string; readonly count: number }[]): Sql {
  return sql`
    insert into rowhouse.project_usage as u (project_id, day, requests)
    select used."projectId", (now() at time zone 'utc')::date, sum(used.count)
      from json_to_recordset(${JSON.stringify(uses)}) as used ("projectId" uuid, count bigint)
     where exists (select from rowhouse.projects p where p.id = used."projectId")
     group by 1
        on conflict (project_id, day) do update
       set requests = u.requests + excluded.requests`;
}

export interface UsageOfDay {
  /** `2026-03-31`, in UTC. */
  readonly day: string;
  readonly requests: number;
}

/** The last days, oldest first, those without a request too. */
export function listUsage(scope: TenantScope, days: number): Sql {
  return sql`
    select to_char(d.day, 'YYYY-MM-DD') as day,
           coalesce(u.requests, 0)::int8 as requests
      from generate_series((now() at time zone 'utc')::date - ${days - 1}::int,
                           (now() at time zone 'utc')::date, interval '1 day') as d (day)
      left join rowhouse.project_usage u on u.project_id = ${scope.projectId} and u.day = d.day::date
     order by d.day`;
}
