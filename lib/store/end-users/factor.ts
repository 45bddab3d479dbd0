import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

export interface NewFactor {
  readonly id: string;
  readonly userId: string;
  readonly friendlyName: string;
  /** Encrypted. */
  readonly secret: Uint8Array;
}

export interface FactorSecret {
  readonly secret: Uint8Array | null;
  readonly last_step: number | null;
}

export interface FactorChallenge {
  readonly id: string;
  readonly failures: number;
  readonly is_good: boolean;
}

export function insertTotpFactor(scope: TenantScope, factor: NewFactor): Sql {
  return sql`
    insert into rowhouse.project_factors (project_id, id, user_id, friendly_name, factor_type, secret)
    values (${scope.projectId}, ${factor.id}, ${factor.userId}, ${factor.friendlyName}, 'totp', ${factor.secret})`;
}

/** Locked: of two verifications at once, one sees what the other took. */
export function lockFactor(scope: TenantScope, userId: string, id: string): Sql {
  return sql`
    select secret, last_step
      from rowhouse.project_factors
     where project_id = ${scope.projectId}
       and user_id = ${userId}
       and id = ${id}
       for update`;
}

export function acceptFactorCode(scope: TenantScope, id: string, step: number): Sql {
  return sql`
    update rowhouse.project_factors
       set status     = 'verified',
           last_step  = ${step},
           updated_at = now()
     where project_id = ${scope.projectId}
       and id = ${id}`;
}

export function deleteFactor(scope: TenantScope, userId: string, id: string): Sql {
  return sql`
    delete from rowhouse.project_factors
     where project_id = ${scope.projectId}
       and user_id = ${userId}
       and id = ${id}`;
}

/** Enrolments that were begun and left. */
export function deleteUnverifiedFactors(scope: TenantScope, userId: string, minutes: number): Sql {
  return sql`
    delete from rowhouse.project_factors
     where project_id = ${scope.projectId}
       and user_id = ${userId}
       and status = 'unverified'
       and created_at <= now() - make_interval(mins => ${minutes})`;
}

export function insertChallenge(
  scope: TenantScope,
  challenge: {
    readonly id: string;
    readonly factorId: string;
    readonly address: string;
    readonly seconds: number;
  },
): Sql {
  return sql`
    with noted as (
      update rowhouse.project_factors
         set last_challenged_at = now()
       where project_id = ${scope.projectId}
         and id = ${challenge.factorId}
    ), stale as (
      delete from rowhouse.project_factor_challenges
       where project_id = ${scope.projectId}
         and factor_id = ${challenge.factorId}
         and expires_at < now() - interval '1 hour'
    )
    insert into rowhouse.project_factor_challenges (project_id, id, factor_id, ip, expires_at)
    values (${scope.projectId},
            ${challenge.id},
            ${challenge.factorId},
            ${challenge.address},
            now() + make_interval(secs => ${challenge.seconds}))`;
}

/** Counts an attempt in advance: whatever happens next, it was made. */
export function attemptChallenge(scope: TenantScope, factorId: string, id: string): Sql {
  return sql`
    update rowhouse.project_factor_challenges
       set failures = failures + 1
     where project_id = ${scope.projectId}
       and factor_id = ${factorId}
       and id = ${id}
    returning id, failures, expires_at > now() as is_good`;
}

export function deleteChallenge(scope: TenantScope, id: string): Sql {
  return sql`
    delete from rowhouse.project_factor_challenges
     where project_id = ${scope.projectId}
       and id = ${id}`;
}

/** Sessions that a second factor had raised, when there is none any more. */
export function lowerSessions(scope: TenantScope, userId: string): Sql {
  return sql`
    update rowhouse.project_sessions
       set aal = 'aal1',
           amr = coalesce((select jsonb_agg(e) from jsonb_array_elements(amr) as e where e ->> 'method' <> 'totp'), '[]')
     where project_id = ${scope.projectId}
       and user_id = ${userId}
       and aal = 'aal2'`;
}
