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

/** The type of a body that is one value as it is, whose keys are no arguments; null: of any other. */
export function bareType(bodyType: string | null): "text" | "bytea" | null {
  if (bodyType === "text/plain") return "text";
  return bodyType === "application/octet-stream" ? "bytea" : null;
}

/** Whether the whole body is the one argument. */
export function isNameless(args: readonly FunctionArgument[]): boolean {
  const [only, ...others] = args;
  return only?.name === null && others.length === 0 && bodyTypes[only.type] !== undefined;
}

function takesBody({ arguments: args }: CatalogFunction, { bodyType }: CallRequest): boolean {
  return bodyType !== null && isNameless(args) && (bodyTypes[args[0]?.type ?? ""] ?? []).includes(bodyType);
}

function takes({ arguments: args }: CatalogFunction, { given, bodyType }: CallRequest): boolean {
  if (args.length === 0) return given.length === 0 && bareType(bodyType) === null;
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
  const bare = bareType(bodyType);
  if (bare !== null) return notFound(own, `${own} with a single unnamed ${bare} parameter`);
  const list = given.toSorted().join(", ");
  const orBody = bodyType === "application/json" ? " or with a single unnamed json/jsonb parameter" : "";
  const hint = hintOf(exposed, named, name, list);
  if (given.length === 0)
    return notFound(`${own} without parameters`, `${own} without parameters${orBody}`, hint);
  const parameters = `parameter${given.length > 1 ? "s" : ""} ${list}`;
  return notFound(`${own}(${list})`, `${own} with ${parameters}${orBody}`, hint);
}

function notFound(called: string, searched: string, hint: { readonly hint?: string } = {}): AppError {
  return new AppError("PGRST202", `Could not find the function ${called} in the schema cache`, {
    details: `Searched for the function ${searched}, but no matches were found in the schema cache.`,
    ...hint,
  });
}

function hintOf(
  exposed: readonly CatalogFunction[],
  named: readonly CatalogFunction[],
  name: string,
  given: string,
): { readonly hint?: string } {
  const names = exposed.map((other) => other.name);
  const lists = named.map(({ arguments: args }) => argumentList(args));
  const meant = named.length === 0 ? similarName(name, names) : similarName(`(${given})`, lists);
  if (meant === null) return {};
  const called = named.length === 0 ? meant : `${name}${meant}`;
  return { hint: `Perhaps you meant to call the function ${schemaName}.${called}` };
}

function argumentList(args: readonly FunctionArgument[]): string {
  const names = args.map(({ name }) => name ?? "");
  return `(${names.toSorted().join(", ")})`;
}
