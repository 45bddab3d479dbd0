import type { Policy, TableVerb } from "../types.ts";

/** What a condition says, as far as it is of a usual form. */
export type ConditionMeaning =
  | { readonly kind: "always" }
  | { readonly kind: "never" }
  | { readonly kind: "signed_in" }
  | { readonly kind: "owner"; readonly column: string }
  | { readonly kind: "members"; readonly table: string }
  | { readonly kind: "value"; readonly column: string; readonly value: string }
  | { readonly kind: "other"; readonly text: string };

const name = '("(?:[^"]|"")+"|[a-z_][a-z0-9_]*)';
const uid = "\\(?\\s*(?:select\\s+)?auth\\.uid\\(\\)\\s*\\)?";
const owner = new RegExp(`^(?:${name}\\.)?${name}\\s*=\\s*${uid}$`, "i");
const ownerTurned = new RegExp(`^${uid}\\s*=\\s*(?:${name}\\.)?${name}$`, "i");
const membership = new RegExp(
  `^exists\\s*\\(\\s*select\\b[^;]*?\\bfrom\\s+(?:public\\.)?${name}[^;]*auth\\.uid\\(\\)[^;]*\\)$`,
  "i",
);
const inMembership = new RegExp(
  `^(?:${name}\\.)?${name}\\s+in\\s*\\(\\s*select\\b[^;]*?\\bfrom\\s+(?:public\\.)?${name}[^;]*auth\\.uid\\(\\)[^;]*\\)$`,
  "i",
);
/** By these a sub-select finds other rows than those of the caller's memberships. */
const widened = /\b(?:or|not|union|except)\b|<>|!=/i;
const literalValue = new RegExp(`^${name}\\s*(?:=|is)\\s*('(?:[^']|'')*'|true|false|-?\\d+)$`, "i");

/** Reads a condition; what is of no usual form stays SQL. */
export function conditionMeaning(text: string): ConditionMeaning {
  const bare = withoutBrackets(text.replace(/\s+/g, " ").trim());
  if (/^true$/i.test(bare)) return { kind: "always" };
  if (/^(false|null)$/i.test(bare)) return { kind: "never" };
  if (/^\(?(?:select )?auth\.uid\(\)\)? is not null$/i.test(bare)) return { kind: "signed_in" };
  if (/^\(?(?:select )?auth\.role\(\)\)? ?= ?'authenticated'$/i.test(bare)) return { kind: "signed_in" };
  const own = owner.exec(bare) ?? ownerTurned.exec(bare);
  if (own !== null) return { kind: "owner", column: plain(own[2] ?? "") };
  const through = membership.exec(bare)?.[1] ?? inMembership.exec(bare)?.[3];
  const isNarrow = !widened.test(bare.replaceAll(/\bis not null\b/gi, ""));
  if (through !== undefined && isNarrow && isOneBracket(bare.slice(bare.indexOf("("))))
    return { kind: "members", table: plain(through) };
  const value = literalValue.exec(bare);
  if (value !== null) return { kind: "value", column: plain(value[1] ?? ""), value: value[2] ?? "" };
  return { kind: "other", text: bare };
}

/** One rule in a sentence: who, may what, with which rows. */
export function policyWords(policy: Policy, table: string): string {
  const { command = "all", kind = "permissive", roles = ["public"], using, check } = policy;
  const who = roles.includes("public")
    ? "Anyone"
    : roles.includes("anon")
      ? "Visitors who are not signed in"
      : "Signed-in users";
  const verbs = {
    all: "read, add, change and delete",
    select: "read",
    insert: "add",
    update: "change",
    delete: "delete",
  };
  const rows = rowsWords(command === "insert" ? (check ?? "false") : (using ?? "false"), table);
  const limits = kind === "restrictive";
  const may = limits ? `may ${verbs[command]} at most` : `may ${verbs[command]}`;
  const isChecked = check !== undefined && using !== undefined && check !== using;
  const written = isChecked ? `, and what they write must be ${rowsWords(check, table)}` : "";
  return `${who} ${may} ${rows}${written}.`;
}

/** Who may do one thing, over all policies; in words for a table's headline. */
export function verbWords(policies: readonly Policy[], verb: TableVerb): string {
  const opening = policies.filter(
    ({ command = "all", kind }) => kind !== "restrictive" && (command === "all" || command === verb),
  );
  if (opening.length === 0) return "nobody";
  const audiences = new Set(opening.map((policy) => audience(policy, verb)));
  return [...audiences].join(" and ");
}

function audience({ roles = ["public"], using, check }: Policy, verb: TableVerb): string {
  const text = verb === "insert" ? (check ?? using ?? "false") : (using ?? "false");
  const meaning = conditionMeaning(text);
  const isSignedIn = !roles.includes("public") && !roles.includes("anon");
  const everybody = roles.every((role) => role === "anon") ? "visitors" : "anyone";
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
      return `rows whose ${meaning.column} is themselves`;
    case "members":
      return `rows that are theirs through ${meaning.table}`;
    case "value":
      return `rows whose ${meaning.column} is ${meaning.value}`;
    case "other":
      return `rows where ${meaning.text}`;
  }
}

function withoutBrackets(text: string): string {
  return isOneBracket(text) ? withoutBrackets(text.slice(1, -1).trim()) : text;
}

/** Whether the bracket that it begins with is closed by its last character. */
function isOneBracket(text: string): boolean {
  if (!text.startsWith("(") || !text.endsWith(")")) return false;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "(") depth++;
    if (text[index] === ")") depth--;
    if (depth === 0 && index < text.length - 1) return false;
  }
  return true;
}

function plain(written: string): string {
  return written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written;
}
