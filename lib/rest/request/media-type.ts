import { AppError } from "../../errors/app-error.ts";

/** The form of an answer's body. */
export interface MediaType {
  readonly kind: "array" | "object" | "csv";
  readonly isNullsStripped: boolean;
  /** The `Content-Type` header. */
  readonly contentType: string;
}

const json: MediaType = {
  kind: "array",
  isNullsStripped: false,
  contentType: "application/json; charset=utf-8",
};
const csv: MediaType = { kind: "csv", isNullsStripped: false, contentType: "text/csv; charset=utf-8" };

/**
 * The best of what a client accepts.
 *
 * @throws {AppError} PGRST107 when nothing of it can be made.
 */
export function negotiate(accept: string | null): MediaType {
  if (accept === null || accept === "" || accept === "*/*" || accept === "application/json") return json;
  const wanted = readAccept(accept);
  for (const { name, parameters } of wanted) {
    const found = mediaType(name, parameters);
    if (found !== null) return found;
  }
  throw notAvailable(wanted);
}

/** What a body is, without its parameters; JSON where nobody says. */
export function contentTypeName(header: string | null): string {
  const name = header?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return name === "" ? "application/json" : name;
}

const documents = ["*/*", "application/*", "application/json", "application/openapi+json"];

/** @throws {AppError} PGRST107 unless a client accepts the description of the API. */
export function assertDocument(accept: string | null): void {
  const wanted = readAccept(accept ?? "*/*");
  if (wanted.length > 0 && !wanted.some(({ name }) => documents.includes(name))) throw notAvailable(wanted);
}

interface Accepted {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly quality: number;
}

/** What a client would like best first. */
function readAccept(accept: string): readonly Accepted[] {
  return accept
    .split(",")
    .map(readItem)
    .filter(({ name }) => name !== "")
    .toSorted((a, b) => b.quality - a.quality);
}

function notAvailable(wanted: readonly Accepted[]): AppError {
  const names = wanted.map(({ name }) => name).join(", ");
  const isMap = wanted.some(({ name }) => name === "application/geo+json");
  return new AppError("PGRST107", `None of these media types are available: ${names}`, {
    ...(isMap
      ? { hint: "There are no geometries here: ask for JSON, and make GeoJSON of it in your app." }
      : {}),
  });
}

function readItem(item: string): Accepted {
  const [name = "", ...parameters] = item.split(";").map((part) => part.trim().toLowerCase());
  const quality = Number(parameters.find((part) => part.startsWith("q="))?.slice(2) ?? 1);
  return { name, parameters, quality: Number.isNaN(quality) ? 1 : quality };
}

function mediaType(name: string, parameters: readonly string[]): MediaType | null {
  const isNullsStripped = parameters.includes("nulls=stripped");
  switch (name) {
    case "*/*":
    case "application/json":
    case "application/*":
      return json;
    case "text/csv":
      return csv;
    case "application/vnd.pgrst.array":
    case "application/vnd.pgrst.array+json":
      return isNullsStripped ? vendor("array", true) : json;
    case "application/vnd.pgrst.object":
    case "application/vnd.pgrst.object+json":
      return vendor("object", isNullsStripped);
    default:
      return null;
  }
}

function vendor(kind: "array" | "object", isNullsStripped: boolean): MediaType {
  const stripped = isNullsStripped ? ";nulls=stripped" : "";
  return {
    kind,
    isNullsStripped,
    contentType: `application/vnd.pgrst.${kind}+json${stripped}; charset=utf-8`,
  };
}
