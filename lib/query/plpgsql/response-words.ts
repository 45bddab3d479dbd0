import type { ResponseSetting } from "../../catalog/block-steps.ts";
import { insideOf, listItems, type Placed, placedTokens, type Range } from "../text/clauses.ts";

/** What a statement sets of the answer to the request that it is carried out for. */
export interface ResponseWords {
  /** The same statement with the values in the place of the calls that set them. */
  readonly query: string;
  /** What its columns set. */
  readonly settings: readonly ResponseSetting[];
}

/**
 * `SELECT set_config('response.status', '402', true) …`, with nothing else in its list, as PostgREST reads it.
 *
 * @returns null for any other statement.
 */
export function responseWords(text: string): ResponseWords | null {
  const whole = { start: 0, end: text.length };
  const placed = placedTokens(text, whole);
  const [first] = placed;
  if (first?.word !== "SELECT" || !/set_config/i.test(text)) return null;
  const behind = placed.find(({ depth, word }) => depth === 0 && (clauses.has(word) || word === ";"));
  const end = behind?.start ?? text.length;
  const calls = listItems(text, { start: first.end, end }).map((item) => settingCall(text, item));
  const found = calls.filter((call) => call !== null);
  if (found.length === 0 || found.length < calls.length) return null;
  const values = found.map(({ value }) => `(${text.slice(value.start, value.end)}\n)::text`);
  return {
    query: `SELECT ${values.join(", ")} ${text.slice(end)}`,
    settings: found.map(({ setting }) => setting),
  };
}

/** What may stand behind the list of a SELECT. */
const clauses: ReadonlySet<string> = new Set(
  "FROM WHERE GROUP HAVING WINDOW UNION INTERSECT EXCEPT ORDER LIMIT OFFSET FETCH FOR INTO".split(" "),
);

interface SettingCall {
  readonly setting: ResponseSetting;
  readonly value: Range;
}

function settingCall(text: string, item: Range): SettingCall | null {
  const placed = placedTokens(text, item);
  const said = (token: Placed | undefined) => text.slice(token?.start ?? 0, token?.end ?? 0);
  const [first] = placed;
  if (first?.word === "(") {
    const { inside, after } = insideOf(text, item, first);
    return after === item.end ? settingCall(text, inside) : null;
  }
  const isQualified = first?.word === "PG_CATALOG" && placed[1]?.word === ".";
  const [name, open, ...rest] = isQualified ? placed.slice(2) : placed;
  if (name?.word !== "SET_CONFIG" || open?.word !== "(") return null;
  const { inside, after } = insideOf(text, item, open);
  const [key, value, isLocal, ...more] = listItems(text, inside);
  const setting = key === undefined ? null : settingNamed(text.slice(key.start, key.end));
  if (setting === null || value === undefined || isLocal === undefined || more.length > 0) return null;
  if (!/^(?:true|false)$/i.test(text.slice(isLocal.start, isLocal.end))) return null;
  const behind = rest.filter(({ start }) => start >= after);
  // A name for the column is nobody's business.
  const isNamed = behind.length === 2 && behind[0]?.word === "AS" && /^["\w]/.test(said(behind[1]));
  return behind.length === 0 || isNamed ? { setting, value } : null;
}

function settingNamed(typed: string): ResponseSetting | null {
  const name = /^'response\.(status|headers)'(?:\s*::\s*text)?$/i.exec(typed)?.[1]?.toLowerCase();
  return name === "status" || name === "headers" ? name : null;
}
