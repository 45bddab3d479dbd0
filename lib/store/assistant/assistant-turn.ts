import type { Change } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

/** What was proposed, without the schema that it led to. */
export interface TurnAnswer {
  readonly changes: readonly Change[];
  readonly explanation: string;
  readonly assumptions: readonly string[];
  readonly questions: readonly string[];
  readonly generator: { readonly name: string; readonly model: string };
}

/** What a person made of a turn. */
export interface AppliedTurn {
  readonly changes: readonly Change[];
  /** Null: nothing leads back. */
  readonly undo: readonly Change[] | null;
  /** Of the definitions, once they were applied. */
  readonly version: number;
}

/** A row of `assistant_turns`. */
export interface AssistantTurn {
  readonly id: string;
  readonly user_id: string | null;
  readonly created_at: string;
  readonly description: string;
  readonly answer: TurnAnswer;
  readonly applied: AppliedTurn | null;
  readonly applied_at: string | null;
  readonly undone_at: string | null;
}

const columns = sql`id, user_id, created_at, description, answer, applied, applied_at, undone_at`;
/** Older ones of a database are forgotten. */
const turnsMax = 500;

export interface NewTurn {
  readonly id: string;
  readonly description: string;
  readonly answer: TurnAnswer;
}

export function insertTurn(scope: TenantScope, turn: NewTurn): Sql {
  return sql`
    with forgotten as (
      delete from rowhouse.assistant_turns
       where project_id = ${scope.projectId}
         and id in (select id
                      from rowhouse.assistant_turns
                     where project_id = ${scope.projectId}
                     order by created_at desc, id
                    offset ${turnsMax - 1})
    )
    insert into rowhouse.assistant_turns (project_id, id, user_id, description, answer)
    values (${scope.projectId}, ${turn.id}, ${scope.userId}, ${turn.description}, ${JSON.stringify(turn.answer)})`;
}

/** Newest first. */
export function selectTurns(scope: TenantScope, page: { limit: number; offset: number }): Sql {
  return sql`
    select ${columns}
      from rowhouse.assistant_turns
     where project_id = ${scope.projectId}
     order by created_at desc, id
     limit ${page.limit}
    offset ${page.offset}`;
}

export function countTurns(scope: TenantScope): Sql {
  return sql`
    select count(*) as total
      from rowhouse.assistant_turns
     where project_id = ${scope.projectId}`;
}

export function selectTurn(scope: TenantScope, id: string): Sql {
  return sql`
    select ${columns}
      from rowhouse.assistant_turns
     where project_id = ${scope.projectId}
       and id = ${id}`;
}

export function markApplied(scope: TenantScope, id: string, applied: AppliedTurn): Sql {
  return sql`
    update rowhouse.assistant_turns
       set applied = ${JSON.stringify(applied)},
           applied_at = now(),
           undone_at = null
     where project_id = ${scope.projectId}
       and id = ${id}`;
}

/** One row if it stood until now. */
export function markUndone(scope: TenantScope, id: string): Sql {
  return sql`
    update rowhouse.assistant_turns
       set undone_at = now()
     where project_id = ${scope.projectId}
       and id = ${id}
       and undone_at is null
    returning id`;
}

export function deleteTurns(scope: TenantScope): Sql {
  return sql`
    delete from rowhouse.assistant_turns
     where project_id = ${scope.projectId}
    returning id`;
}
