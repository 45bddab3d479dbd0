import type { ErrorObject } from "ajv";
import type { Issue } from "#lib/errors/app-error.ts";
import { jsonPointer } from "./json-pointer.ts";
import { perhapsMeant } from "./nearest-name.ts";

/** Ajv's error in words for a person, at the place where something is to be changed; null: said better by another one. */
export function ajvIssue(error: ErrorObject): Issue | null {
  const { instancePath: path, keyword, params } = error;
  switch (keyword) {
    case "required":
      return {
        path: path + jsonPointer(params.missingProperty),
        message: `"${params.missingProperty}" is missing.`,
      };
    case "additionalProperties":
      return unknownKey(error);
    case "type":
      return { path, message: `${subject(path)} must be ${typeWords(params.type)}.` };
    case "enum":
      return { path, message: oneOf(error, params.allowedValues) };
    case "discriminator":
      if (params.tagValue === undefined) return { path: `${path}/kind`, message: '"kind" is missing.' };
      return { path: `${path}/kind`, message: oneOf(error, kinds(error)) };
    case "maxLength":
      return { path, message: `${subject(path)} may have at most ${params.limit} characters.` };
    case "maxItems":
      return { path, message: `${subject(path)} may have at most ${params.limit} entries.` };
    case "minimum":
    case "maximum":
      return { path, message: `${subject(path)} must be ${params.comparison} ${params.limit}.` };
    case "oneOf":
    case "const":
      return null;
    default:
      return { path, message: `${subject(path)} ${error.message ?? "is not valid"}.` };
  }
}

/** What the path's last part names: `"type"`, or the whole value. */
function subject(path: string): string {
  const last = path
    .slice(path.lastIndexOf("/") + 1)
    .replaceAll("~1", "/")
    .replaceAll("~0", "~");
  if (path === "") return "The value";
  return /^\d+$/.test(last) ? `Entry ${Number(last) + 1} of the list` : `"${last}"`;
}

function unknownKey({ instancePath, params, parentSchema }: ErrorObject): Issue {
  const key: string = params.additionalProperty;
  const known = Object.keys(parentSchema?.properties ?? {});
  const nearest = perhapsMeant(key, known);
  const hint = nearest === "" ? ` Known keys: ${known.join(", ")}.` : nearest;
  return { path: instancePath + jsonPointer(key), message: `Unknown key "${key.slice(0, 80)}".${hint}` };
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  number: "a number",
  integer: "a whole number",
  null: "null",
};

function typeWords(type: string | readonly string[]): string {
  const types = typeof type === "string" ? type.split(",") : type;
  return types.map((name) => typeNames[name] ?? name).join(" or ");
}

/** A value that is not among the allowed ones; `data` is what was given (Ajv's `verbose`). */
function oneOf({ data, instancePath, params, keyword }: ErrorObject, allowed: readonly string[]): string {
  const given: unknown = keyword === "discriminator" ? params.tagValue : data;
  const name = keyword === "discriminator" ? '"kind"' : subject(instancePath);
  const hint = typeof given === "string" ? perhapsMeant(given, allowed) : "";
  return `${name} must be one of: ${allowed.join(", ")}.${hint}`;
}

function kinds({ parentSchema }: ErrorObject): readonly string[] {
  // The branches are those of changeSchema: each has `kind` as a constant.
  const branches: readonly { properties: { kind: { const: string } } }[] = parentSchema?.oneOf ?? [];
  return branches.map((branch) => branch.properties.kind.const);
}
