import { listItems, placedTokens } from "../text/clauses.ts";
import { hindered } from "./variable-words.ts";

/** What an error is called beside its SQLSTATE. */
export const conditionCodes: Readonly<Record<string, string>> = {
  unique_violation: "23505",
  foreign_key_violation: "23503",
  not_null_violation: "23502",
  check_violation: "23514",
  integrity_constraint_violation: "23000",
  exclusion_violation: "23P01",
  raise_exception: "P0001",
  no_data_found: "P0002",
  too_many_rows: "P0003",
  case_not_found: "20000",
  division_by_zero: "22012",
  invalid_text_representation: "22P02",
  invalid_parameter_value: "22023",
  numeric_value_out_of_range: "22003",
  invalid_datetime_format: "22007",
  string_data_right_truncation: "22001",
  null_value_not_allowed: "22004",
  data_exception: "22000",
  insufficient_privilege: "42501",
  invalid_authorization_specification: "28000",
  undefined_table: "42P01",
  undefined_column: "42703",
  undefined_object: "42704",
  undefined_function: "42883",
  duplicate_object: "42710",
  duplicate_table: "42P07",
  duplicate_column: "42701",
  object_not_in_prerequisite_state: "55000",
  serialization_failure: "40001",
  lock_not_available: "55P03",
  feature_not_supported: "0A000",
};

/**
 * `'no % here', x USING ERRCODE = 'P0002', HINT = '…'` as the query of what is raised: message, SQLSTATE, hint and detail.
 *
 * @returns null for `RAISE;`, which raises again what a handler has.
 */
export function raisedQuery(text: string): string | null {
  const texts = raisedTexts(text);
  return texts === null ? null : `SELECT ${texts.join(", ")}`;
}

/** What raises where a value is asked for. */
export const raiser = "app.raised";

/** The same as a value of a type. @param said what stands for the words of each text. */
export function raisedValue(text: string, type: string, said: (text: string) => string): string | null {
  const texts = raisedTexts(text);
  return texts === null ? null : `${raiser}(NULL::${type}, ${texts.map(said).join(", ")})`;
}

function raisedTexts(text: string): readonly string[] | null {
  const range = { start: 0, end: text.length };
  const placed = placedTokens(text, range);
  const [first] = placed;
  if (first === undefined) return null;
  const using = placed.find(({ depth, word }) => depth === 0 && word === "USING");
  const said = { start: 0, end: using?.start ?? text.length };
  const options = optionsOf(text, using?.end ?? text.length);
  const [format, ...values] = first === using ? [] : listItems(text, said);
  const head = format === undefined ? "" : text.slice(format.start, format.end);
  const own = headOf(head, placed[0]?.kind === "string", text, values);
  const message = options.get("message") ?? own.message ?? `${own.code ?? "'P0001'"}`;
  const code = options.get("errcode") ?? own.code ?? "'P0001'";
  const texts = [message, code, options.get("hint") ?? "NULL", options.get("detail") ?? "NULL"];
  return texts.map((one) => `(${one}\n)::text`);
}

interface Head {
  readonly message?: string;
  readonly code?: string;
}

/** A format with its values, the name of a condition, or `SQLSTATE '…'`. */
function headOf(
  head: string,
  isFormat: boolean,
  text: string,
  values: readonly { start: number; end: number }[],
): Head {
  if (head === "") return {};
  if (isFormat)
    return {
      message: formatted(
        head,
        values.map(({ start, end }) => text.slice(start, end)),
      ),
    };
  const state = /^sqlstate\s+('\w{5}')$/i.exec(head)?.[1];
  const code = state ?? named(head);
  if (code === undefined) throw hindered(`RAISE ${head}`);
  return { code, message: code };
}

function named(condition: string): string | undefined {
  const code = conditionCodes[condition.toLowerCase()];
  return code === undefined ? undefined : `'${code}'`;
}

/** The parts of a format between its `%` are literals as typed, whatever quotes they have. */
function formatted(format: string, values: readonly string[]): string {
  const left = [...values];
  const quotes = /^(?:[eE]?'|\$\w*\$)/.exec(format)?.[0] ?? "'";
  const close = quotes.endsWith("'") ? "'" : quotes;
  const parts = format.slice(quotes.length, -close.length).split(/%(%?)/);
  const said: string[] = [];
  let literal = "";
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 0) literal += part;
    else if (part === "%") literal += "%";
    else {
      const value = left.shift();
      if (value === undefined) throw hindered("RAISE with too few values");
      said.push(`${quotes}${literal}${close}`, `coalesce((${value}\n)::text, '<NULL>')`);
      literal = "";
    }
  }
  if (left.length > 0) throw hindered("RAISE with too many values");
  return [...said, `${quotes}${literal}${close}`].join(" || ");
}

/** `ERRCODE = 'P0002', HINT = '…'` by their names. */
function optionsOf(text: string, from: number): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const { start, end } of listItems(text, { start: from, end: text.length })) {
    const found = /^(\w+)\s*:?=\s*([\s\S]+)$/.exec(text.slice(start, end));
    if (found === null) throw hindered("RAISE … USING like this");
    const [, name = "", value = ""] = found;
    const bare = /^'(\w+)'$/.exec(value.trim())?.[1];
    const code = name.toLowerCase() === "errcode" && bare !== undefined ? named(bare) : undefined;
    options.set(name.toLowerCase(), code ?? value);
  }
  return options;
}
