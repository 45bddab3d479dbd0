import { allGrants, isPermissive, policiesFor } from "../normalize-access.ts";
import type { Json, Policy, Table, TableVerb } from "../types.ts";
import { type ConditionMeaning, conditionMeaning } from "./condition-meaning.ts";

/** Whether somebody should reach a row, by what the rules say in words; `condition`: only running them can tell. */
export type Expectation = "yes" | "no" | "condition";

/** The row and the one who asks. */
export interface Reach {
  readonly verb: TableVerb;
  readonly role: "anon" | "authenticated";
  /** Null: a visitor. */
  readonly userId: string | null;
  readonly row: Readonly<Record<string, Json>>;
  /** Whether the row is one that the user has made themselves a part of. */
  readonly isTheirs: boolean;
}

/**
 * What a table's rules mean for one row, read from their words and not by running them: a second opinion, against which
 * what really happens is held.
 */
export function expectedReach(table: Table, reach: Reach): Expectation {
  const granted = (table.grants?.[reach.role] ?? allGrants)[reach.verb];
  if (granted === false) return "no";
  const asked = policiesFor(table.policies, reach.verb, reach.role);
  const opinions = (policies: readonly Policy[]) => policies.map((policy) => opinion(policy, reach, table));
  const opened = anyOf(opinions(asked.filter(isPermissive)));
  const own = allOf([opened, ...opinions(asked.filter((policy) => !isPermissive(policy)))]);
  // What cannot be read can be neither changed nor deleted.
  if (reach.verb !== "update" && reach.verb !== "delete") return own;
  return allOf([own, expectedReach(table, { ...reach, verb: "select" })]);
}

function opinion(policy: Policy, reach: Reach, table: Table): Expectation {
  const texts =
    reach.verb === "insert"
      ? [policy.check ?? policy.using]
      : reach.verb === "update"
        ? [policy.using, policy.check ?? policy.using]
        : [policy.using];
  return allOf(
    texts.map((text) => (text === undefined ? "no" : meaningFor(conditionMeaning(text), reach, table))),
  );
}

function meaningFor(meaning: ConditionMeaning, { userId, row, isTheirs }: Reach, table: Table): Expectation {
  switch (meaning.kind) {
    case "always":
      return "yes";
    case "never":
      return "no";
    case "signed_in":
      return userId === null ? "no" : "yes";
    case "owner":
      return userId !== null && row[meaning.column] === userId ? "yes" : "no";
    case "members":
      return userId !== null && isTheirs ? "condition" : "no";
    case "value":
      return valueFor(meaning, row[meaning.column], table);
    case "other":
      return "condition";
  }
}

/** A row that is published is open to all on purpose, and one that is not to none: where the value's text decides that. */
function valueFor(
  { column, value }: Extract<ConditionMeaning, { kind: "value" }>,
  stored: Json | undefined,
  { columns }: Table,
): Expectation {
  const type = columns.find(({ name }) => name === column)?.type;
  if (type !== "boolean" && type !== "text" && type !== "enum" && type !== "integer") return "condition";
  const written = value.startsWith("'") ? value.slice(1, -1).replaceAll("''", "'") : value.toLowerCase();
  // What lets strangers at rows because they are *not* public is a mistake more often than not.
  if (type === "boolean" && written !== "true") return "condition";
  return stored !== null && stored !== undefined && String(stored) === written ? "yes" : "no";
}

function anyOf(opinions: readonly Expectation[]): Expectation {
  if (opinions.includes("yes")) return "yes";
  return opinions.includes("condition") ? "condition" : "no";
}

function allOf(opinions: readonly Expectation[]): Expectation {
  if (opinions.includes("no")) return "no";
  return opinions.includes("condition") ? "condition" : "yes";
}
