import { applyChanges } from "../../catalog/changes/apply-changes.ts";
import { diffSchemas } from "../../catalog/changes/diff-schemas.ts";
import { checkSchema } from "../../catalog/checks/check-schema.ts";
import { catalogLimits } from "../../catalog/checks/limits.ts";
import type { Schema } from "../../catalog/types.ts";
import type { Issue } from "../../errors/app-error.ts";
import type { Draft, Generator, Proposal, Usage } from "../proposal.ts";

export type ProposeOutcome =
  | { readonly ok: true; readonly proposal: Proposal }
  /** JSON pointers into the draft's schema. */
  | { readonly ok: false; readonly issues: readonly Issue[] };

const questionsMax = 3;

/** A valid draft as changes of `base`, or everything that is wrong with it. */
export function propose(
  base: Schema,
  draft: Draft,
  generator: Generator,
  usage: Usage | null,
): ProposeOutcome {
  const { explanation, assumptions } = draft;
  const words = {
    explanation,
    assumptions,
    questions: draft.questions.slice(0, questionsMax),
    generator,
    usage,
  };
  if (draft.status !== "ok") {
    return { ok: true, proposal: { status: draft.status, schema: base, changes: [], ...words } };
  }
  const issues = checkSchema(draft.schema, catalogLimits.tablesPerGeneratedSchema);
  if (issues.length > 0) return { ok: false, issues };
  const changes = diffSchemas(base, draft.schema, draft.renames);
  const applied = applyChanges(base, changes);
  if (!applied.ok) return { ok: false, issues: applied.issues };
  return { ok: true, proposal: { status: "ok", schema: applied.schema, changes, ...words } };
}
