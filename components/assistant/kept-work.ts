import type { Message } from "#components/api/types.ts";
import type { Change } from "#lib/catalog/types.ts";

/** A draft with the conversation that led to it, as it outlives a reload of the page. */
export interface Work {
  readonly changes: readonly Change[];
  readonly leftOut: readonly string[];
  readonly messages: readonly Message[];
  /** The last turn of the conversation. */
  readonly turnId: string | null;
}

const keyOf = (databaseId: string) => `rowhouse.assistant.${databaseId}`;

/** Keeps it in this tab, until the tab is closed; blank work is forgotten. */
export function keepWork(databaseId: string, work: Work): void {
  if (work.turnId === null) sessionStorage.removeItem(keyOf(databaseId));
  else sessionStorage.setItem(keyOf(databaseId), JSON.stringify(work));
}

export function keptWork(databaseId: string): Work | null {
  const text = sessionStorage.getItem(keyOf(databaseId));
  if (text === null) return null;
  try {
    const work = JSON.parse(text) as Partial<Work>;
    const { changes, leftOut, messages, turnId } = work;
    if (!Array.isArray(changes) || !Array.isArray(leftOut) || !Array.isArray(messages)) return null;
    return { changes, leftOut, messages, turnId: turnId ?? null };
  } catch {
    // Written by another version of this page, or by hand: nothing that could be taken up.
    return null;
  }
}
