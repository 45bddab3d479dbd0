import { exactDigits, parseJsonDigits } from "../../catalog/values/exact-json.ts";
import { AppError } from "../../errors/app-error.ts";
import { addressBytesMax, assertAddressLength } from "../request/address-length.ts";
import { type BatchOperation, invalid } from "./batch-request.ts";
import { PlaceScanner } from "./reference-place.ts";

/** What an operation was answered, as it came: most answers nobody refers to. */
export class BatchResult {
  readonly text: string;
  #value: { readonly read: unknown } | null = null;

  constructor(text: string) {
    this.text = text;
  }

  /** Numbers keep their digits. @throws {AppError} 54000 of one that would take long to read. */
  get value(): unknown {
    if (this.text.length > readMax)
      throw tooMuch(`An answer that is referred to has at most ${readMax} characters`);
    this.#value ??= { read: parseJsonDigits(this.text) };
    return this.#value.read;
  }
}

/** The results of the operations so far, by number and by name. */
export type BatchResults = ReadonlyMap<string, BatchResult>;

const readMax = 4 * 1024 * 1024;
/** What references may bring into one operation, in characters: as much as a request may have. */
const broughtMax = 16 * 1024 * 1024;

/**
 * An operation with the results of earlier ones in place of the references to them.
 *
 * @throws {AppError} PGRST102 for a reference to nothing; 54000 where they bring more than a request may have, RH003 than an address.
 */
export function resolveReferences(operation: BatchOperation, results: BatchResults): BatchOperation {
  const brought = new Brought();
  const path = resolvedPath(operation.path, (reference) => textOf(reference, valueAt(reference, results)));
  const body = resolved(operation.body, (reference) => brought.noted(valueAt(reference, results)));
  return { ...operation, path, body };
}

function resolvedPath(asked: string, bring: (reference: string) => string): string {
  const place = new PlaceScanner();
  // Every other one is what stands between two braces.
  const pieces = asked.split(/\{([\w.]+)\}/);
  let path = "";
  for (const [index, piece] of pieces.entries()) {
    if (index % 2 === 0) {
      place.read(piece);
      path += piece;
    } else {
      path += encodeURIComponent(place.valueOf(piece, bring(piece), pieces[index + 1] ?? ""));
    }
    if (path.length > addressBytesMax) break;
  }
  assertAddressLength(path);
  return path;
}

function tooMuch(message: string): AppError {
  return new AppError("54000", message, { status: 413, hint: "Select fewer columns and rows." });
}

/** Counts what is brought, however often the same is: a few words would become gigabytes. */
class Brought {
  #length = 0;
  readonly #lengths = new Map<unknown, number>();

  noted<T>(value: T): T {
    const known = this.#lengths.get(value) ?? JSON.stringify(value).length;
    this.#lengths.set(value, known);
    this.#length += known;
    if (this.#length <= broughtMax) return value;
    throw tooMuch(`References bring more than ${broughtMax} characters into an operation`);
  }
}

function resolved(value: unknown, bring: (reference: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(item, bring));
  if (typeof value !== "object" || value === null || exactDigits(value) !== null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === "$ref" && typeof only[1] === "string") return bring(only[1]);
  return Object.fromEntries(entries.map(([key, item]) => [key, resolved(item, bring)]));
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
  }, results.get(name)?.value);
  if (found === undefined) throw invalid(`"${reference}" refers to nothing in an earlier result`);
  return found;
}

function textOf(reference: string, value: unknown): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return String(value);
  const digits = exactDigits(value);
  if (digits !== null) return digits;
  throw invalid(`"${reference}" is no single value, as an address needs`);
}
