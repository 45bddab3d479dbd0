import { type BatchOperation, invalid } from "./batch-request.ts";

/** The results of the operations so far, by number and by name. */
export type BatchResults = ReadonlyMap<string, unknown>;

/**
 * An operation with the results of earlier ones in place of the references to them.
 *
 * @throws {AppError} PGRST102 for a reference to nothing.
 */
export function resolveReferences(operation: BatchOperation, results: BatchResults): BatchOperation {
  const path = operation.path.replace(/\{([\w.]+)\}/g, (_all, reference: string) =>
    encodeURIComponent(textOf(reference, valueAt(reference, results))),
  );
  return { ...operation, path, body: resolved(operation.body, results) };
}

function resolved(value: unknown, results: BatchResults): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(item, results));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === "$ref" && typeof only[1] === "string")
    return valueAt(only[1], results);
  return Object.fromEntries(entries.map(([key, item]) => [key, resolved(item, results)]));
}

/** `post.id`: of a list of one row, the row's. `posts.1.id`: of the second. */
function valueAt(reference: string, results: BatchResults): unknown {
  const [name = "", ...steps] = reference.split(".");
  if (!results.has(name))
    throw invalid(
      `"${reference}" refers to no earlier operation`,
      "In a path, braces of your own are %7B and %7D.",
    );
  const found = steps.reduce<unknown>((value, step) => {
    const isIndex = /^\d+$/.test(step);
    const place = Array.isArray(value) && !isIndex && value.length === 1 ? value[0] : value;
    return typeof place === "object" && place !== null && Object.hasOwn(place, step)
      ? (place as Record<string, unknown>)[step]
      : undefined;
  }, results.get(name));
  if (found === undefined) throw invalid(`"${reference}" refers to nothing in an earlier result`);
  return found;
}

function textOf(reference: string, value: unknown): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return String(value);
  throw invalid(`"${reference}" is no single value, as an address needs`);
}
