/** The text of one SELECT, or what is wrong with it. */
export type CheckedSelect =
  | { readonly ok: true; readonly sql: string }
  | { readonly ok: false; readonly problem: string };

const changing =
  /\b(insert|update|delete|merge|truncate|drop|alter|create|grant|revoke|copy|call|do|execute|prepare|vacuum|lock|listen|notify|set|reset|begin|commit|rollback|refresh|cluster|reindex|into)\b/i;

/**
 * Looks at the text alone: one statement that begins like a query and holds no word that changes anything outside of
 * its literals and quoted names. The guard decides what runs; this only keeps a model's slip from being proposed.
 */
export function checkSelect(text: string): CheckedSelect {
  const sql = text.trim().replace(/;\s*$/, "").trim();
  const bare = withoutLiterals(sql);
  if (sql === "") return { ok: false, problem: "/sql: is empty." };
  if (bare === null) return { ok: false, problem: "/sql: a quote or a comment is not closed." };
  if (bare.includes(";")) return { ok: false, problem: "/sql: has to be one statement." };
  if (!/^\s*\(*\s*(select|with|values)\b/i.test(bare))
    return { ok: false, problem: "/sql: has to be a SELECT." };
  const word = changing.exec(bare)?.[1];
  if (word !== undefined)
    return { ok: false, problem: `/sql: may not use ${word.toUpperCase()}: it only reads.` };
  return { ok: true, sql };
}

const literals = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$/g;

/** Null when something stays open. */
function withoutLiterals(sql: string): string | null {
  const bare = sql.replace(literals, " '' ");
  return /['"]|\/\*|\$\w*\$/.test(bare.replaceAll(" '' ", " ")) ? null : bare;
}
