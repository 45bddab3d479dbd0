import { authError } from "#lib/auth/auth-error.ts";
import type { ServiceRequest } from "../data-request.ts";

/** A body's keys; those that are null count as absent. */
export type Body = { readonly [key: string]: unknown };

const bytesMax = 1024 * 1024;

/** @throws {AppError} bad_json unless the body is a JSON object; an absent one counts as `{}`. */
export async function readBody(request: ServiceRequest): Promise<Body> {
  if (Number(request.header("content-length") ?? 0) > bytesMax) throw tooLarge();
  const text = await request.text();
  if (text.trim() === "") return {};
  if (text.length > bytesMax) throw tooLarge();
  if (isTooDeep(text))
    throw authError("bad_json", `Request body is nested more than ${depthMax} levels deep`);
  const value = parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw authError("bad_json");
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null));
}

function tooLarge() {
  return authError("bad_json", "Request body is too large", { status: 413 });
}

/** Deeper than any app's data; whoever walks through it may then recurse. */
const depthMax = 100;

function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let index = 0; index < text.length; index++) {
    const char = text[index];
    if (char === '"') isInText = !isInText;
    else if (isInText) index += char === "\\" ? 1 : 0;
    else if (char === "[" || char === "{") depth += 1;
    else if (char === "]" || char === "}") depth -= 1;
    if (depth > depthMax) return true;
  }
  return false;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "unreadable";
    throw authError("bad_json", `Could not parse request body as JSON: ${reason.slice(0, 200)}`);
  }
}

/** The body's texts of these names. @throws {AppError} bad_json if one is anything else. */
export function texts<Name extends string>(
  body: Body,
  ...names: readonly Name[]
): { readonly [name in Name]?: string } {
  return pick(body, names, "string", (value): value is string => typeof value === "string");
}

export function flags<Name extends string>(
  body: Body,
  ...names: readonly Name[]
): { readonly [name in Name]?: boolean } {
  return pick(body, names, "boolean", (value): value is boolean => typeof value === "boolean");
}

/** Metadata travels in every access token, and headers have an end. */
const documentLengthMax = 64 * 1024;

export function objects<Name extends string>(
  body: Body,
  ...names: readonly Name[]
): { readonly [name in Name]?: { readonly [key: string]: unknown } } {
  const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  const picked = pick(body, names, "object", isObject);
  for (const [name, value] of Object.entries(picked)) {
    if (JSON.stringify(value).length > documentLengthMax) {
      throw authError("validation_failed", `"${name}" is larger than ${documentLengthMax / 1024} KiB`);
    }
  }
  return picked;
}

function pick<Name extends string, T>(
  body: Body,
  names: readonly Name[],
  kind: string,
  is: (value: unknown) => value is T,
): { readonly [name in Name]?: T } {
  const picked: { [name in Name]?: T } = {};
  for (const name of names) {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    if (value === undefined) continue;
    if (!is(value))
      throw authError("bad_json", `Could not parse request body as JSON: "${name}" must be a ${kind}`);
    picked[name] = value;
  }
  return picked;
}
