import { runtime } from "../../runtime/runtime.ts";
import { reportImport } from "../../store/records/import-work.ts";
import type { ClaimedImport, ImportOutcome } from "./claimed-import.ts";

/** How often those who watch are told how far it is. */
const reportMs = 1_000;

/** Leaves a transaction of which nothing is to remain. */
export class Abandoned extends Error {
  override readonly name = "Abandoned";
  readonly outcome: ImportOutcome;

  constructor(outcome: ImportOutcome) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

/** Tells how far it is, beside the transaction, and hears whether it is to go on. @throws {Abandoned} */
export function reporter({ scope, row, claim, signal }: ClaimedImport) {
  let toldAt = 0;
  return async (total: { readonly rows: number; readonly bytes: number }) => {
    if (signal.aborted) throw new Abandoned({ kind: "stopped" });
    if (performance.now() - toldAt < reportMs) return;
    toldAt = performance.now();
    const { rows } = await runtime().database.query<{ status: string }>(
      scope,
      reportImport(scope, row.id, claim, total),
    );
    if (rows[0] === undefined) throw new Abandoned({ kind: "lost" });
    if (rows[0].status === "cancelling") throw new Abandoned({ kind: "cancelled" });
  };
}
