import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

export interface NewFlowState {
  readonly id: string;
  readonly userId: string | null;
  readonly provider: string;
  /** `oauth`, `magiclink`, `recovery` … */
  readonly method: string;
  readonly challenge: { readonly challenge: string; readonly method: string } | null;
  readonly stateHash: Uint8Array | null;
  readonly redirectTo: string | null;
  readonly linkingUserId: string | null;
  readonly sealed: Uint8Array | null;
  readonly lifetimeSeconds: number;
}

export interface FlowState {
  readonly id: string;
  readonly user_id: string | null;
  readonly provider: string;
  readonly authentication_method: string;
  readonly code_challenge: string | null;
  readonly code_challenge_method: string | null;
  readonly redirect_to: string | null;
  readonly linking_user_id: string | null;
  readonly sealed: Uint8Array | null;
  readonly is_good: boolean;
}

export function insertFlowState(scope: TenantScope, flow: NewFlowState): Sql {
  return sql`
    insert into rowhouse.project_flow_states
           (project_id, id, user_id, provider, authentication_method, code_challenge, code_challenge_method,
            state_hash, redirect_to, linking_user_id, sealed, expires_at)
    values (${scope.projectId},
            ${flow.id},
            ${flow.userId},
            ${flow.provider},
            ${flow.method},
            ${flow.challenge?.challenge ?? null},
            ${flow.challenge?.method ?? null},
            ${flow.stateHash},
            ${flow.redirectTo},
            ${flow.linkingUserId},
            ${flow.sealed},
            now() + make_interval(secs => ${flow.lifetimeSeconds}))`;
}

const columns = sql`id, user_id, provider, authentication_method, code_challenge, code_challenge_method, redirect_to,
            linking_user_id, sealed, expires_at > now() as is_good`;

/** The code for the exchange is known from now on, and good for `lifetimeSeconds`. */
export function issueFlowCode(
  scope: TenantScope,
  flow: {
    readonly id: string;
    readonly userId: string;
    readonly codeHash: Uint8Array;
    readonly sealed: Uint8Array | null;
    readonly lifetimeSeconds: number;
  },
): Sql {
  return sql`
    update rowhouse.project_flow_states
       set user_id        = ${flow.userId},
           auth_code_hash = ${flow.codeHash},
           state_hash     = null,
           sealed         = ${flow.sealed},
           expires_at     = now() + make_interval(secs => ${flow.lifetimeSeconds})
     where project_id = ${scope.projectId}
       and id = ${flow.id}
    returning id`;
}

/** The flow of a code, taken out: a code is good once, whoever shows it. */
export function takeFlowByCode(scope: TenantScope, codeHash: Uint8Array): Sql {
  return sql`
    delete from rowhouse.project_flow_states
     where project_id = ${scope.projectId}
       and auth_code_hash = ${codeHash}
    returning ${columns}`;
}

/** The flow of a provider's answer; its state is good once. */
export function takeFlowByState(scope: TenantScope, stateHash: Uint8Array): Sql {
  return sql`
    update rowhouse.project_flow_states
       set state_hash = null
     where project_id = ${scope.projectId}
       and state_hash = ${stateHash}
    returning ${columns}`;
}

/** What nobody came back for. */
export function deleteStaleFlows(scope: TenantScope): Sql {
  return sql`
    delete from rowhouse.project_flow_states
     where project_id = ${scope.projectId}
       and expires_at < now() - interval '1 day'`;
}
