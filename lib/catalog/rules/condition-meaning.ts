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

/** Whether a condition is one word: `true` lets everybody through, `false` and `null` nobody. Null: it is more than that. */
export function constantMeaning(text: string): "always" | "never" | null {
  if (text.length > constantMax) return null;
  const bare = withoutBrackets(text.trim());
  if (/^true$/i.test(bare)) return "always";
  return /^(false|null)$/i.test(bare) ? "never" : null;
}

/** Characters; a word in more brackets than that is not looked for. */
const constantMax = 200;

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
