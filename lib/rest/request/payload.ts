import { hasTooManyParts } from "../../catalog/values/body-parts.ts";
import { AppError } from "../../errors/app-error.ts";
import { parseCsv } from "./csv.ts";
import { parseForm } from "./form.ts";
import { contentTypeName } from "./media-type.ts";
import { tooManyParts } from "./too-many-parts.ts";

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
 * Whether all records must have the same keys, since nothing else says which columns are meant (`uniform`), or `columns=`
 * names them (`named`): PostgREST then leaves the reading to Postgres, and so do the codes.
 */
export type PayloadForm = "uniform" | "named" | "free";

/** The form that a write's records must have, by its `columns=`. */
export function formOf({ columns }: { readonly columns: readonly string[] | null }): PayloadForm {
  return columns === null ? "uniform" : "named";
}

/**
 * Reads a body as JSON, CSV or a form, by its `Content-Type`; none means JSON.
 *
 * @throws {AppError} PGRST102; 54000; 22P02 and 22023 of `named` records.
 */
export function parsePayload(contentType: string | null, body: string, form: PayloadForm): Payload {
  const type = contentTypeName(contentType);
  switch (type) {
    case "application/json":
    case "application/vnd.pgrst.object+json":
    case "application/vnd.pgrst.array+json":
      return fromJson(body, form);
    case "text/csv":
      return fromRecords(parseCsv(body));
    case "application/x-www-form-urlencoded":
      return fromRecords([Object.fromEntries(parseForm(body))]);
    default:
      throw invalid(`Content-Type not acceptable: ${type}`);
  }
}

function fromJson(body: string, form: PayloadForm): Payload {
  const parsed = readJson(body, form);
  // What is neither an object nor a list counts as no records.
  if (typeof parsed !== "object" || parsed === null) return { json: "[]", keys: [], records: [] };
  const records: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  const [first] = records;
  const keys = isObject(first) ? Object.keys(first) : [];
  if (!records.every(isObject)) {
    if (form !== "named") throw invalid("All object keys must match");
    throw new AppError("22023", "argument of json_to_recordset must be an array of objects", { status: 400 });
  }
  if (form === "uniform" && !records.every((record) => hasKeys(record, keys)))
    throw invalid("All object keys must match");
  return { json: Array.isArray(parsed) ? body : `[${body}]`, keys, records };
}

function readJson(body: string, form: PayloadForm): unknown {
  if (hasTooManyParts(body)) throw tooManyParts();
  try {
    return JSON.parse(body);
  } catch (cause) {
    if (form === "named")
      throw new AppError("22P02", "invalid input syntax for type json", { status: 400, cause });
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
