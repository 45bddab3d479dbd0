import type { Catalog } from "./types.ts";

/**
 * What a function is called by: its name alone in the schema public, both names in a schema of its own (`private.is_admin`),
 * whose functions rules, views and other functions may call and the data API does not show.
 *
 * @param path the name as it is written, with or without a schema; empty for one of more parts.
 */
export function functionName(path: readonly string[]): string {
  const [schema = "", name] = path;
  if (path.length > 2) return "";
  return name === undefined || schema === "public" ? (path.at(-1) ?? "") : `${schema}.${name}`;
}

/** The schema of a function's name; null: public. */
export function schemaOfFunction(name: string): string | null {
  const at = name.indexOf(".");
  return at < 0 ? null : name.slice(0, at);
}

/** A function's name without its schema: what its columns and its parameters are called by. */
export function bareFunctionName(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}

/** The schemas beside public that functions may be made in. */
export function functionSchemas({ functions = [], schemas = [] }: Catalog): ReadonlySet<string> {
  return new Set([...schemas, ...functions.flatMap(({ name }) => schemaOfFunction(name) ?? [])]);
}
