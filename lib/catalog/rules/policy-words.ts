import { appliesTo, boundRoles, isPermissive } from "../normalize-access.ts";
import type { Policy, PolicyRole, Table, TableVerb } from "../types.ts";
import { conditionMeaning } from "./condition-meaning.ts";

/** What people call the verbs, in the order in which they are told. */
export const verbWords: { readonly [verb in TableVerb]: string } = {
  select: "read",
  insert: "add",
  update: "change",
  delete: "delete",
};

/** One rule in a sentence: who, may what, with which rows. */
export function policyWords(policy: Policy, table: string): string {
  const { command = "all", roles = ["public"], using, check } = policy;
  const does = command === "all" ? "read, add, change and delete" : verbWords[command];
  const rows = rowsWords(command === "insert" ? (check ?? "false") : (using ?? "false"), table);
  const may = isPermissive(policy) ? `may ${does}` : `may ${does} at most`;
  const isChecked = check !== undefined && using !== undefined && check !== using;
  const written = isChecked ? `, and what they write must be ${rowsWords(check, table)}` : "";
  return `${audienceWords(roles)} ${may} ${rows}${written}.`;
}

function audienceWords(roles: readonly PolicyRole[]): string {
  if (roles.includes("public")) return "Anyone";
  return roles.includes("anon") ? "Visitors who are not signed in" : "Signed-in users";
}

/** Who may do one thing, over all policies and grants, in words: `the owner and anyone`; `nobody`. */
export function whoMay(
  { policies = [], grants }: Pick<Table, "policies" | "grants">,
  verb: TableVerb,
): string {
  const opening = policies.filter((policy) => isPermissive(policy) && appliesTo(policy, verb));
  const audiences = new Set(
    opening.flatMap((policy) => {
      // A rule opens nothing to those from whom the verb was revoked.
      const roles = boundRoles(policy.roles).filter((role) => grants?.[role]?.[verb] !== false);
      return roles.length === 0 ? [] : [audience({ ...policy, roles }, verb)];
    }),
  );
  if (audiences.size > 1) audiences.delete("nobody");
  return audiences.size === 0 ? "nobody" : [...audiences].join(" and ");
}

function audience({ roles = ["public"], using, check }: Policy, verb: TableVerb): string {
  const text = verb === "insert" ? (check ?? using ?? "false") : (using ?? "false");
  const meaning = conditionMeaning(text);
  const isSignedIn = !boundRoles(roles).includes("anon");
  const everybody = boundRoles(roles).includes("authenticated") ? "anyone" : "visitors";
  switch (meaning.kind) {
    case "always":
      return isSignedIn ? "signed-in users" : everybody;
    case "never":
      return "nobody";
    case "signed_in":
      return "signed-in users";
    case "owner":
      return "the owner";
    case "members":
      return `members through ${meaning.table}`;
    case "value":
    case "other":
      return `${isSignedIn ? "signed-in users" : everybody}, by a condition`;
  }
}

function rowsWords(text: string, table: string): string {
  const meaning = conditionMeaning(text);
  switch (meaning.kind) {
    case "always":
      return `every row of ${table}`;
    case "never":
      return "no row";
    case "signed_in":
      return `every row of ${table}, when they are signed in`;
    case "owner":
      return `their own rows (${meaning.column})`;
    case "members":
      return `rows that are theirs through ${meaning.table}`;
    case "value":
      return `rows whose ${meaning.column} is ${meaning.value}`;
    case "other":
      return `rows where ${meaning.text}`;
  }
}
