import type { Json } from "../types.ts";
import { exactDigits } from "./exact-json.ts";
import { unstorable } from "./unstorable.ts";
import { canonicalNumeric } from "./value-number.ts";
import { accepted, refused, type ValueResult } from "./value-result.ts";

/** Deeper JSON than this would exhaust the stack of Postgres's parser, or ours. */
const jsonDepthMax = 500;
const urlCharactersMax = 2048;
/** So many allowed values are told in a message. */
const listedMax = 30;

export function canonicalText(value: unknown): ValueResult {
  if (typeof value !== "string") return refused("must be text");
  const problem = unstorable(value);
  return problem === null ? accepted(value) : refused(problem);
}

export function canonicalTextList(value: unknown): ValueResult {
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) {
    return refused('must be a list of texts, like ["red", "blue"]');
  }
  for (const item of value) {
    const problem = unstorable(item);
    if (problem !== null) return refused(problem);
  }
  return accepted([...value]);
}

export function canonicalEnum(value: unknown, allowed: readonly string[]): ValueResult {
  if (typeof value === "string" && allowed.includes(value)) return accepted(value);
  const listed = allowed.slice(0, listedMax).join(", ");
  return refused(`must be one of: ${listed}${allowed.length > listedMax ? ", …" : ""}`);
}

export function canonicalUuid(value: unknown): ValueResult {
  const isUuid =
    typeof value === "string" &&
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);
  if (isUuid) return accepted(value.toLowerCase());
  return refused("must be an id of the form 123e4567-e89b-42d3-a456-426614174000");
}

export function canonicalEmail(value: unknown): ValueResult {
  const isAddress =
    typeof value === "string" &&
    value.length <= 254 &&
    value.isWellFormed() &&
    /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}-]*\.)+[\p{L}\p{N}-]*[\p{L}\p{N}]$/u.test(
      value,
    ) &&
    !/\.\.|^\.|\.@/.test(value);
  return isAddress ? accepted(value) : refused("must be an e-mail address, like ada@example.com");
}

/** Only http and https: a `javascript:` address would run in whoever clicks it. */
export function canonicalUrl(value: unknown): ValueResult {
  if (typeof value === "string" && isWebAddress(value)) return accepted(value);
  return refused("must be a web address that starts with https:// or http://");
}

/** A web address, or a path into a store; never another scheme, another host or a way up. */
export function canonicalFile(value: unknown): ValueResult {
  if (typeof value === "string" && (isWebAddress(value) || isPath(value))) return accepted(value);
  return refused("must be the address of a file, like https://example.com/photo.jpg, or its path");
}

export function canonicalPhone(value: unknown): ValueResult {
  const digits = typeof value === "string" ? value.replace(/\D/g, "").length : 0;
  if (
    typeof value === "string" &&
    value.length <= 40 &&
    /^[\d+(). -]+$/.test(value) &&
    digits >= 3 &&
    digits <= 20
  ) {
    return accepted(value);
  }
  return refused("must be a phone number, like +1 555 010 9999");
}

/** Any JSON that Postgres can store: no \u0000, no half of a surrogate pair, no infinity, no bottomless nesting. */
export function canonicalJson(value: unknown): ValueResult {
  const problem = jsonProblem(value, 0);
  // The cast is what jsonProblem has just checked, member by member.
  return problem === null ? accepted(value as Json) : refused(problem);
}

function jsonProblem(value: unknown, depth: number): string | null {
  if (depth > jsonDepthMax) return "is nested too deeply";
  if (value === null || typeof value === "boolean") return null;
  if (typeof value === "string") return unstorable(value);
  if (typeof value === "number") return Number.isFinite(value) ? null : "holds a number that is too large";
  if (typeof value !== "object") return "must be JSON";
  // Postgres keeps every digit, but not any exponent.
  const digits = exactDigits(value);
  if (digits !== null) return canonicalNumeric(digits).ok ? null : "holds a number that is too large";
  const members = Array.isArray(value) ? value : Object.entries(value).flat();
  for (const member of members) {
    const problem = jsonProblem(member, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}

function isWebAddress(text: string): boolean {
  return (
    text.length <= urlCharactersMax &&
    text.isWellFormed() &&
    /^https?:\/\/[^\s/\p{Cc}][^\s\p{Cc}]*$/iu.test(text) &&
    URL.canParse(text)
  );
}

function isPath(text: string): boolean {
  return (
    text.length > 0 &&
    text.length <= urlCharactersMax &&
    text.isWellFormed() &&
    !/[\p{Cc}\\]/u.test(text) &&
    !/^\s*[a-z][a-z0-9+.-]*:/i.test(text) &&
    !text.startsWith("//") &&
    !text.split("/").includes("..")
  );
}
