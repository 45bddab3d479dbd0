import { hasTooManyParts } from "../../catalog/values/body-parts.ts";
import { exactDigits, parseJsonDigits } from "../../catalog/values/exact-json.ts";
import { AppError } from "../../errors/app-error.ts";
import { assertAddressLength } from "../request/address-length.ts";
import { tooManyParts } from "../request/too-many-parts.ts";

/** One operation of a batch, as the client wrote it: references are not yet filled in. */
export interface BatchOperation {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Behind `/rest/v1`: `/posts?id=eq.1`. May hold `{name.column}`. */
  readonly path: string;
  /** May hold `{"$ref": "name.column"}` wherever a value can be. Numbers keep their digits: see `parseJsonDigits`. */
  readonly body: unknown;
  readonly prefer: string | null;
  /** Under which later ones refer to its result, beside its number. */
  readonly name: string | null;
}

export interface BatchRequest {
  readonly operations: readonly BatchOperation[];
  readonly idempotencyKey: string | null;
  readonly isDryRun: boolean;
}

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const operationsMax = 100;
/** Deeper than any record; what walks through it may then recurse. */
const depthMax = 1_000;

/**
 * The argument of `rpc('_batch', { ops, idempotency_key, dry_run })`.
 *
 * @throws {AppError} PGRST102 that says which operation is wrong; RH003 of a path that is longer than an address may be.
 */
export function parseBatch(body: string): BatchRequest {
  const input = readObject(body);
  const { ops, idempotency_key: key = null, dry_run: dryRun = false, ...rest } = input;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw invalid(`A batch has no "${unknown}"`);
  if (!Array.isArray(ops) || ops.length === 0 || ops.length > operationsMax)
    throw invalid(`"ops" is a list of 1 to ${operationsMax} operations`);
  if (key !== null && (typeof key !== "string" || key === "" || Buffer.byteLength(key) > 200))
    throw invalid(`"idempotency_key" is a text of at most 200 bytes`);
  if (typeof dryRun !== "boolean") throw invalid(`"dry_run" is true or false`);
  return { operations: ops.map(readOperation), idempotencyKey: key, isDryRun: dryRun };
}

function readObject(body: string): Record<string, unknown> {
  if (hasTooManyParts(body)) throw tooManyParts();
  try {
    const input = parseJsonDigits(body);
    if (isObject(input)) return input;
  } catch (cause) {
    throw new AppError("PGRST102", "Empty or invalid json", { cause });
  }
  throw invalid("A batch is an object");
}

function readOperation(input: unknown, index: number): BatchOperation {
  const at = `Operation ${index}`;
  if (!isObject(input)) throw invalid(`${at} is no object`);
  const { method: given = "POST", path, body, prefer = null, name = null, ...rest } = input;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw invalid(`${at} has an unknown key "${unknown}"`);
  const method = methods.find((candidate) => candidate === String(given).toUpperCase());
  if (method === undefined) throw invalid(`${at} needs a method: ${methods.join(", ")}`);
  if (typeof path !== "string" || !path.startsWith("/"))
    throw invalid(`${at} needs a path: "/posts?id=eq.1"`);
  assertAddressLength(path, `The path of operation ${index}`);
  if (!isEscaped(path)) throw invalid(`${at} has a path that is not percent-encoded`);
  if (path.startsWith("/rpc/_")) throw invalid(`${at} is a batch itself`);
  if (prefer !== null && typeof prefer !== "string") throw invalid(`${at}: "prefer" is a text`);
  assertAddressLength(prefer ?? "", `What operation ${index} prefers`);
  assertAddressLength(prefer ?? "", `The "prefer" of operation ${index}`);
  if (/(?:^|,)\s*tx\s*=\s*rollback\b/.test(prefer ?? ""))
    throw invalid(`${at} cannot be undone alone: "dry_run" undoes the whole batch`);
  if (name !== null && (typeof name !== "string" || !/^[a-z_]\w*$/i.test(name)))
    throw invalid(`${at}: "name" is a plain word`);
  if (isDeeper(body, depthMax))
    throw new AppError("54001", `${at} has a body with more than ${depthMax} levels`, { status: 400 });
  return { method, path, body, prefer, name };
}

/** Whether every `%` begins a character. */
function isEscaped(path: string): boolean {
  try {
    decodeURIComponent(path.replace(/\?.*/s, ""));
    return true;
  } catch {
    return false;
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && exactDigits(value) === null;
}

/** PGRST102 with a hint that says what to send. */
export function invalid(message: string, hint = howToSend): AppError {
  return new AppError("PGRST102", message, { hint });
}

const howToSend = `Send {"ops": [{"method": "POST", "path": "/posts", "body": {…}}]}.`;
