import { invalidInput } from "#lib/errors/app-error.ts";

/** A yes-or-no parameter of the query string; absent is no. @throws {AppError} RH002. */
export function flagOf(url: URL, name: string): boolean {
  const value = url.searchParams.get(name) ?? "false";
  if (value === "true" || value === "false") return value === "true";
  throw invalidInput([{ path: `/${name}`, message: "must be true or false" }]);
}

/** A parameter of the query string that is one of these; absent is the first. @throws {AppError} RH002. */
export function choiceOf<const Choice extends string>(
  url: URL,
  name: string,
  choices: readonly Choice[],
): Choice {
  const value = url.searchParams.get(name) ?? choices[0];
  const choice = choices.find((each) => each === value);
  if (choice !== undefined) return choice;
  throw invalidInput([{ path: `/${name}`, message: `must be one of ${choices.join(", ")}` }]);
}

/** A parameter of the query string that must be there. @throws {AppError} RH002. */
export function textOf(url: URL, name: string): string {
  const value = url.searchParams.get(name);
  if (value !== null && value !== "") return value;
  throw invalidInput([{ path: `/${name}`, message: "is missing in the address" }]);
}

/**
 * The version of a row that a change was made for, in the shape that operations take it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-if-match: `*` asks for no version in particular.
 */
export function ifMatchOf(headers: Headers): { ifMatch?: string } {
  const header = headers.get("If-Match")?.trim() ?? "*";
  if (header === "*") return {};
  const tag = /^(?:W\/)?"([^"]*)"$/.exec(header)?.[1];
  if (tag === undefined)
    throw invalidInput([{ path: "/If-Match", message: 'must be a quoted updated_at: "<updated_at>"' }]);
  return { ifMatch: tag };
}

/** A whole number of the query string; absent is 0. @throws {AppError} RH002. */
export function wholeOf(url: URL, name: string): number {
  const value = url.searchParams.get(name) ?? "0";
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw invalidInput([{ path: `/${name}`, message: "must be a whole number" }]);
}
