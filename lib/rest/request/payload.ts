import { AppError } from "../../errors/app-error.ts";
import { parseCsv } from "./csv.ts";

/** The records of a request's body. */
export interface Payload {
  /** The text of a JSON array of objects: as it was sent where possible, so that numbers keep their digits. */
  readonly json: string;
  /** The keys of the first record; without `columns=` all records have the same. */
  readonly keys: readonly string[];
  /** For the few requests that have to look at values. */
  readonly records: readonly JsonObject[];
}

export type JsonObject = { readonly [key: string]: unknown };

/**
 * Reads a body as JSON, CSV or a form, by its `Content-Type`; none means JSON.
 *
 * @param isUniform whether all records must have the same keys, since nothing else says which columns are meant.
 * @throws {AppError} PGRST102
 */
export function parsePayload(contentType: string | null, body: string, isUniform: boolean): Payload {
  const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  switch (type) {
    case "":
    case "application/json":
    case "application/vnd.pgrst.object+json":
    case "application/vnd.pgrst.array+json":
      return fromJson(body, isUniform);
    case "text/csv":
      return fromRecords(parseCsv(body));
    case "application/x-www-form-urlencoded":
      return fromRecords([Object.fromEntries(new URLSearchParams(body))]);
    default:
      throw invalid(`Content-Type not acceptable: ${type}`);
  }
}

function fromJson(body: string, isUniform: boolean): Payload {
  const parsed = readJson(body);
  // What is neither an object nor a list counts as no records.
  if (typeof parsed !== "object" || parsed === null) return { json: "[]", keys: [], records: [] };
  const records: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  const [first] = records;
  const keys = isObject(first) ? Object.keys(first) : [];
  if (!records.every(isObject) || (isUniform && !records.every((record) => hasKeys(record, keys))))
    throw invalid("All object keys must match");
  return { json: Array.isArray(parsed) ? body : `[${body}]`, keys, records };
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw invalid("Empty or invalid json", cause);
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasKeys(record: JsonObject, keys: readonly string[]): boolean {
  return Object.keys(record).length === keys.length && keys.every((key) => Object.hasOwn(record, key));
}

function fromRecords(records: readonly JsonObject[]): Payload {
  return { json: JSON.stringify(records), keys: Object.keys(records[0] ?? {}), records };
}

function invalid(message: string, cause?: unknown): AppError {
  return new AppError("PGRST102", message, cause === undefined ? {} : { cause });
}
