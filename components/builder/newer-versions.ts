import { ApiError } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import type { NewerVersion } from "#components/api/types.ts";
import { diffSchemas } from "#lib/catalog/changes/diff-schemas.ts";
import type { Change, Table } from "#lib/catalog/types.ts";
import type { DraftBase } from "./draft-state.ts";

export interface Newer {
  readonly version: number;
  readonly changes: readonly NewerVersion[];
}

/** What a refusal tells of newer versions; null: it is about something else. */
export function newerOf(error: unknown): Newer | null {
  if (!(error instanceof ApiError) || error.code !== "RH202") return null;
  const { details } = error;
  if (typeof details !== "object" || details === null || !("changes" in details)) return null;
  // The shape of RH202's details is the API's.
  return details as Newer;
}

/** Asks what was applied after the version that a draft was made on. */
export async function fetchNewer(
  databaseId: string,
  base: number,
  changes: readonly Change[],
): Promise<Newer | null> {
  try {
    await call("POST", `/api/database/${databaseId}/schema/apply`, {
      body: { changes, base_version: base, dry_run: true },
    });
    return null;
  } catch (error) {
    const newer = newerOf(error);
    if (newer === null) throw error;
    return newer;
  }
}

/** So many versions are listed at most. */
const listedMax = 100;

/** Their changes in a row; if the list was cut, as the difference of what was and what is. */
export function theirChanges(base: DraftBase, current: readonly Table[], newer: Newer): readonly Change[] {
  if (newer.changes.length < listedMax) return newer.changes.flatMap(({ changes }) => changes);
  return diffSchemas({ tables: base.tables }, { tables: current });
}
