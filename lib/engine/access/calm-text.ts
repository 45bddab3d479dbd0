import { callMark } from "../../catalog/call-mark.ts";
import type { Catalog, EmbeddedCall, StoredRead } from "../../catalog/types.ts";

/** A stored text, what it calls, and what it reads that has a text of its own. */
interface Stored {
  readonly text: string;
  readonly calls?: readonly EmbeddedCall[] | undefined;
  readonly reads?: readonly StoredRead[] | undefined;
}

/**
 * Whether nothing in a stored text, nor in the functions and views that it reaches as its caller, can fail on a row's value:
 * such a condition tells nothing of rows that are hidden from who asks, in whatever order Postgres looks at them.
 */
export function isCalm(catalog: Catalog, stored: Stored, seen: Set<string> = new Set()): boolean {
  const { text, calls = [] } = stored;
  const given = calls.flatMap((call) => call.given.filter((one) => one !== null));
  if (![text, ...given].every(isCalmText)) return false;
  return within(catalog, stored).every((next) => {
    if (seen.has(next.id)) return true;
    seen.add(next.id);
    return isCalm(catalog, { text: next.query, calls: next.calls, reads: next.reads }, seen);
  });
}

/** What runs as its owner reads past all rules: its errors tell what its answer may tell anyway. */
function within({ functions = [], views = [] }: Catalog, { calls = [], reads = [] }: Stored) {
  const called = calls.flatMap((call) =>
    functions.filter((one) => one.isDefiner !== true && (one.id === call.function || one.name === call.name)),
  );
  return [...called, ...views.filter(({ id }) => reads.some((read) => read.id === id))];
}

/** By its words alone, so what is not known counts as something that can fail. */
function isCalmText(text: string): boolean {
  const own = text.split(callMark).filter((_, index) => index % 2 === 0);
  const bare = own.join(" x ");
  if (escaped.test(bare)) return false;
  const plain = constants.reduce((rest, constant) => rest.replace(constant, " 1 "), bare);
  for (const [piece, call] of plain.matchAll(pieces)) {
    if (call === undefined ? !isCalmPiece(piece) : !callable.has(call.toLowerCase())) return false;
  }
  return true;
}

/** Texts that are written otherwise than in plain quotes. */
const escaped = /\b[bnux]&?'|\be'|\$/i;

/** What has its value before any row is looked at, and what a value of any type can be turned into. */
const constants: readonly RegExp[] = [
  /\bnow\(\)\s*[-+]\s*interval\s*'[^'\\]*'/gi,
  // One claim of the caller's token, but none that users write themselves.
  /\(\s*\(select app\.jwt\(\) as jwt\)(?:\s*->>?\s*'(?!user_metadata')[^'\\]*')+\s*\)(?:::[a-z_]+)?/gi,
  /'(?:[^'\\]|'')*'(?:::[a-z_]+)?/gi,
  /::text\b(?!\s*[([])/gi,
  // The place of an enum's value among the labels.
  /\boperator\(app\.@#\)/gi,
  /\(\s*\*\s*\)|(?<=\bselect\s+)\*(?=\s+from\b)/gi,
];

/** A name in front of a bracket, a name, a number, a run of signs. */
const pieces =
  /([a-z_][\w.]*|"(?:[^"]|"")+")\s*\(|[a-z_][\w.]*|"(?:[^"]|"")+"|\d[\d.]*|[-+*/<>=~!@#%^&|`?:\\']+|\S/gi;

const signs: ReadonlySet<string> = new Set("= <> != < <= > >= -> ->> ( ) [ ] , .".split(" "));

/** Words that are operators or conversions, or fail by themselves. */
const stirring = /^(?:like|ilike|similar|collate|at|overlaps|cast|treat|limit|offset|fetch|tablesample)$/i;

function isCalmPiece(piece: string): boolean {
  if (/^["\d]/.test(piece)) return true;
  return /^[a-z_]/i.test(piece) ? !stirring.test(piece) : signs.has(piece);
}

/** Of names in front of a bracket: words of the language, and functions that fail on nothing. */
const callable: ReadonlySet<string> = new Set(
  `and or not exists in any some all select from where on join when then else as distinct union except intersect lateral
   materialized using by is between having filter coalesce nullif count min max bool_and bool_or lower upper trim length
   greatest least now app.end_user_id app.jwt app.api_role`.split(/\s+/),
);
