import type { TenantScope } from "#lib/db/scope.ts";
import { type Sql, sql } from "#lib/sql/sql.ts";

/** One question that was put to a generator. */
export interface Generation {
  readonly id: string;
  readonly purpose: "schema" | "sql";
  readonly generator: string;
  readonly model: string;
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
}

export function insertGeneration(scope: TenantScope, generation: Generation): Sql {
  return sql`
    insert into rowhouse.generations (project_id, id, user_id, purpose, generator, model, tokens_in, tokens_out)
    values (${scope.projectId}, ${generation.id}, ${scope.userId}, ${generation.purpose},
            ${generation.generator}, ${generation.model}, ${generation.tokensIn}, ${generation.tokensOut})`;
}
