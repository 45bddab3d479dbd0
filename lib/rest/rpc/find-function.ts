import { schemaOfFunction } from "../../catalog/function-schema.ts";
import { isOfTriggers } from "../../catalog/stored-objects.ts";
import type { Catalog, CatalogFunction, FunctionArgument } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { schemaName } from "../plan/schema-name.ts";
import { similarName } from "../response/similar-name.ts";

/** What a request says of the function that it calls. */
export interface CallRequest {
  readonly name: string;
  /** Names of the arguments that it gives. */
  readonly given: readonly string[];
  /** Of a POST: its body's media type, without parameters. A body can be one nameless argument as a whole. */
  readonly bodyType: string | null;
}

/**
 * The function that a call means: all arguments without a default given, and no other; else one that takes the body.
 *
 * @throws {AppError} PGRST202 with the nearest name; PGRST203 when several would do.
 */
export function findFunction(catalog: Catalog, call: CallRequest): CatalogFunction {
  const exposed = callable(catalog);
  const named = exposed.filter(({ name }) => name === call.name);
  const byNames = named.filter((candidate) => takes(candidate, call));
  const found = byNames.length > 0 ? byNames : named.filter((candidate) => takesBody(candidate, call));
  const [only, ...others] = found;
  if (only === undefined) throw noFunction(exposed, named, call);
  if (others.length > 0) throw ambiguous(found);
  return only;
}

/** All functions of a name. @throws {AppError} PGRST202 if there is none. */
export function functionsNamed(catalog: Catalog, name: string): readonly CatalogFunction[] {
  const exposed = callable(catalog);
  const named = exposed.filter((candidate) => candidate.name === name);
  if (named.length === 0) throw noFunction(exposed, named, { name, given: [], bodyType: null });
  return named;
}

/** Functions of the schema public whose arguments can be given by name, or by a whole body. */
export function callable({ functions = [] }: Catalog): readonly CatalogFunction[] {
  return functions.filter(
    ({ arguments: args, ...called }) =>
      !isOfTriggers(called) &&
      schemaOfFunction(called.name) === null &&
      (args.every(({ name }) => name !== null) || isNameless(args)),
  );
}

const bodyTypes: { readonly [type: string]: readonly string[] } = {
  json: ["application/json"],
  jsonb: ["application/json"],
  text: ["text/plain"],
  bytea: ["application/octet-stream"],
};

/** Whether the whole body is the one argument. */
export function isNameless(args: readonly FunctionArgument[]): boolean {
  const [only, ...others] = args;
  return only?.name === null && others.length === 0 && bodyTypes[only.type] !== undefined;
}

function takesBody({ arguments: args }: CatalogFunction, { bodyType }: CallRequest): boolean {
  return bodyType !== null && isNameless(args) && (bodyTypes[args[0]?.type ?? ""] ?? []).includes(bodyType);
}

function takes({ arguments: args }: CatalogFunction, { given, bodyType }: CallRequest): boolean {
  if (args.length === 0)
    return given.length === 0 && bodyType !== "text/plain" && bodyType !== "application/octet-stream";
  const names = args.map(({ name }) => name ?? "");
  const isWhole = args.every(
    ({ name, default: fallback }) => fallback !== undefined || given.includes(name ?? ""),
  );
  return isWhole && given.every((name) => names.includes(name));
}

/** `(a => integer)`, in the order of their names and types. */
function ambiguous(found: readonly CatalogFunction[]): AppError {
  const described = found
    .map(({ name, arguments: args }) => ({
      name,
      list: args.map((argument) => `${argument.name ?? ""} => ${argument.type}`).join(", "),
    }))
    .toSorted((a, b) => (a.list < b.list ? -1 : 1))
    .map(({ name, list }) => `${schemaName}.${name}(${list})`);
  return new AppError(
    "PGRST203",
    `Could not choose the best candidate function between: ${described.join(", ")}`,
    {
      hint: "Try renaming the parameters or the function itself in the database so function overloading can be resolved",
    },
  );
}

function noFunction(
  exposed: readonly CatalogFunction[],
  named: readonly CatalogFunction[],
  { name, given, bodyType }: CallRequest,
): AppError {
  const own = `${schemaName}.${name}`;
  const isBare = bodyType === "text/plain" || bodyType === "application/octet-stream";
  const list = given.toSorted().join(", ");
  const without = given.length === 0 ? " without parameters" : null;
  const searched = without ?? ` with parameter${given.length > 1 ? "s" : ""} ${list}`;
  const orBody = bodyType === "application/json" ? " or with a single unnamed json/jsonb parameter" : "";
  const bare = ` with a single unnamed ${bodyType === "text/plain" ? "text" : "bytea"} parameter`;
  return new AppError(
    "PGRST202",
    `Could not find the function ${own}${isBare ? "" : (without ?? `(${list})`)} in the schema cache`,
    {
      details: `Searched for the function ${own}${isBare ? bare : `${searched}${orBody}`}, but no matches were found in the schema cache.`,
      ...(isBare ? {} : hintOf(exposed, named, name, list)),
    },
  );
}

function hintOf(
  exposed: readonly CatalogFunction[],
  named: readonly CatalogFunction[],
  name: string,
  given: string,
): { readonly hint?: string } {
  const lists = named.map(
    ({ arguments: args }) =>
      `(${args
        .map((argument) => argument.name ?? "")
        .toSorted()
        .join(", ")})`,
  );
  const nearest =
    named.length === 0
      ? similarName(
          name,
          exposed.map((other) => other.name),
        )
      : similarName(`(${given})`, lists);
  if (nearest === null) return {};
  const meant = named.length === 0 ? nearest : `${name}${nearest}`;
  return { hint: `Perhaps you meant to call the function ${schemaName}.${meant}` };
}
