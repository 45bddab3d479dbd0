import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { type Issue, invalidInput } from "#lib/errors/app-error.ts";

type JsonSchema = { readonly [keyword: string]: unknown };

/** The shape of one request body, and its check. */
export interface BodySchema<Body> {
  readonly schema: JsonSchema;
  /** @throws {AppError} RH002 with every problem as a JSON pointer and a message. */
  parse(value: unknown): Body;
}

const issuesMax = 100;
let ajv: Ajv | null = null;

/** Compiled at first use: a route that nobody calls costs nothing at start. */
export function bodySchema<Body>(schema: JsonSchema): BodySchema<Body> {
  let validate: ValidateFunction<Body> | null = null;
  return {
    schema,
    parse(value) {
      ajv ??= new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true });
      validate ??= ajv.compile<Body>(schema);
      if (validate(value)) return value;
      throw invalidInput(toIssues(validate.errors ?? []));
    },
  };
}

/** A body that may be missing: `{}` then stands for it. */
export function optionalBody<Body>(body: BodySchema<Body>): BodySchema<Body> {
  return { schema: body.schema, parse: (value) => body.parse(value === undefined ? {} : value) };
}

/** An object with these keys and no others; `required` names those that must be there. */
export function object(properties: JsonSchema, required: readonly string[]): JsonSchema {
  return { type: "object", properties, required, additionalProperties: false };
}

/** To be spread into an object's schema: one of these keys, not none and not two. */
export function exactlyOneOf(...keys: readonly string[]): JsonSchema {
  return { oneOf: keys.map((key) => ({ required: [key] })) };
}

function toIssues(errors: readonly ErrorObject[]): Issue[] {
  const issues = new Map<string, Issue>();
  for (const error of errors) {
    // The branches of a choice explain nothing by themselves; the choice has a line of its own.
    if (error.schemaPath.includes("/oneOf/")) continue;
    const issue = toIssue(error);
    if (issues.size < issuesMax) issues.set(`${issue.path} ${issue.message}`, issue);
  }
  return [...issues.values()];
}

function toIssue(error: ErrorObject): Issue {
  const { instancePath: path, params } = error;
  switch (error.keyword) {
    case "required":
      return { path: `${path}/${pointerPart(params.missingProperty)}`, message: "is missing" };
    case "additionalProperties":
      return { path: `${path}/${pointerPart(params.additionalProperty)}`, message: unknownKey(error) };
    case "enum":
      return { path, message: `must be one of ${params.allowedValues.join(", ")}` };
    case "oneOf":
      return { path, message: `must have exactly one of ${branchKeys(error).join(", ")}` };
    case "minLength":
    case "maxLength":
      return { path, message: `must have ${bound(error)} characters` };
    case "minItems":
    case "maxItems":
      return { path, message: `must have ${bound(error)} entries` };
    case "minProperties":
      return { path, message: "must have at least one key" };
    case "type":
      return { path, message: `must be ${[params.type].flat().join(" or ")}` };
    default:
      return { path, message: wordingOf(error) };
  }
}

function bound({ keyword, params }: ErrorObject): string {
  return `${keyword.startsWith("min") ? "at least" : "at most"} ${params.limit}`;
}

function branchKeys(error: ErrorObject): string[] {
  return (error.schema as { required: string[] }[]).flatMap(({ required }) => required);
}

function unknownKey(error: ErrorObject): string {
  const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {});
  return known.length === 0 ? "is not a known key" : `is not a known key; known: ${known.join(", ")}`;
}

/** A schema may word a pattern's failure for people in its `description`. */
function wordingOf(error: ErrorObject): string {
  const description = (error.parentSchema as { description?: unknown } | undefined)?.description;
  if (error.keyword === "pattern" && typeof description === "string") return `must be ${description}`;
  return error.message ?? "is not valid";
}

// RFC 6901, section 3.
function pointerPart(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
