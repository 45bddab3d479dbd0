import { createHash } from "node:crypto";
import type { CatalogTable, TableVerb } from "../../catalog/types.ts";
import { runtime } from "../../runtime/runtime.ts";
import { type ConfirmedReach, confirmReach, withdrawReach } from "../../store/schema/confirmed-reach.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableNamed } from "../in-catalog.ts";

export interface ConfirmReachInput {
  readonly table: string;
  readonly verb: TableVerb;
  /** As the leak matrix names it. */
  readonly identity: string;
  /** Whose row. */
  readonly row: "owner" | "other";
  /** False: it is not meant so after all. */
  readonly is_confirmed: boolean;
}

/**
 * Says that what the leak matrix found is meant so. It holds under the rules that the table has now: any change of them, and it is
 * told again.
 */
export async function setConfirmedReach(
  actor: Actor,
  databaseId: string,
  input: ConfirmReachInput,
): Promise<{ readonly is_confirmed: boolean }> {
  const scope = await authorize(actor, databaseId, "editor");
  const { catalogs, database } = runtime();
  const table = tableNamed(await catalogs.get(scope), input.table);
  const reach = { table_id: table.id, verb: input.verb, identity: input.identity, whose: input.row };
  const work = input.is_confirmed
    ? confirmReach(scope, { ...reach, rules: rulesDigest(table) })
    : withdrawReach(scope, reach);
  await database.query(scope, work);
  return { is_confirmed: input.is_confirmed };
}

/** Of what a leak of a table is confirmed under. */
function rulesDigest({ definition: { policies = [], grants = {} } }: CatalogTable): string {
  return createHash("sha256")
    .update(JSON.stringify([policies, grants]))
    .digest("base64url");
}

/** Whether something that was reached is meant so, under the rules that the table has now. */
export function isConfirmed(
  all: readonly ConfirmedReach[],
  table: CatalogTable,
  reach: { readonly verb: TableVerb; readonly identity: string; readonly row: "owner" | "other" },
): boolean {
  const rules = rulesDigest(table);
  return all.some(
    (one) =>
      one.table_id === table.id &&
      one.verb === reach.verb &&
      one.identity === reach.identity &&
      one.whose === reach.row &&
      one.rules === rules,
  );
}
