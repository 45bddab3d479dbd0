import type { Outcome } from "./client.ts";

interface Fact {
  /** How many rows the write consists of. */
  readonly size: number;
  state: "there" | "gone" | "either";
}

/** What the server has acknowledged, as groups of rows that one write put there or took away. */
export interface Ledger {
  /** Runs a write that puts a group there. */
  add(group: string, size: number, write: () => Promise<Outcome>): Promise<boolean>;
  /** Runs a write that takes groups away, all or none. */
  remove(groups: readonly string[], write: () => Promise<Outcome>): Promise<boolean>;
  acknowledged(): number;
  /** Why writes were not acknowledged, and how often. */
  readonly refusals: ReadonlyMap<string, number>;
  note(outcome: Outcome): void;
  /**
   * Compares with what is stored, and takes that for known from then on.
   *
   * @param stored how many rows each group has.
   * @returns what is wrong.
   */
  settle(stored: ReadonlyMap<string, number>): string[];
}

export function createLedger(): Ledger {
  const facts = new Map<string, Fact>();
  const refusals = new Map<string, number>();
  let acknowledged = 0;

  const note = (outcome: Outcome) => {
    if (outcome.kind === "acknowledged") acknowledged += 1;
    else refusals.set(outcome.why, (refusals.get(outcome.why) ?? 0) + 1);
  };
  const change = async (
    touched: readonly Fact[],
    state: "there" | "gone",
    write: () => Promise<Outcome>,
  ): Promise<boolean> => {
    for (const fact of touched) fact.state = "either";
    const outcome = await write();
    note(outcome);
    if (outcome.kind === "unknown") return false;
    for (const fact of touched) fact.state = state;
    return true;
  };
  return {
    refusals,
    note,
    acknowledged: () => acknowledged,
    add: (group, size, write) => {
      const fact: Fact = { size, state: "either" };
      facts.set(group, fact);
      return change([fact], "there", write);
    },
    remove: (groups, write) =>
      change(
        groups.flatMap((group) => facts.get(group) ?? []),
        "gone",
        write,
      ),
    settle: (stored) => {
      const strangers = [...stored.keys()].filter((group) => !facts.has(group));
      const wrong = strangers.map((group) => `${group}: rows that nobody wrote`);
      for (const [group, fact] of facts) {
        const count = stored.get(group) ?? 0;
        if (count !== 0 && count !== fact.size)
          wrong.push(`${group}: half a write, ${count} of ${fact.size} rows`);
        else if (fact.state === "there" && count === 0) wrong.push(`${group}: acknowledged, and not there`);
        else if (fact.state === "gone" && count > 0)
          wrong.push(`${group}: acknowledged as deleted, and there`);
        fact.state = count === 0 ? "gone" : "there";
      }
      // What is gone for good need not be looked at again.
      for (const [group, { state }] of facts) if (state === "gone") facts.delete(group);
      return wrong;
    },
  };
}
