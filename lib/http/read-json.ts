import { hasTooManyParts } from "#lib/catalog/values/body-parts.ts";
import { parseExactJson } from "#lib/catalog/values/exact-json.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { partsOf } from "./parts-of.ts";

const mebibyte = 1024 * 1024;
export const bodyBytesMaxDefault = mebibyte;
export const bodyBytesMaxBulk = 16 * mebibyte;
const discardBytesMax = 32 * mebibyte;
/** Twice what a stored value may have; whoever walks through a body further in may then recurse. */
const depthMax = 1000;

/**
 * The request's JSON; undefined if it has no body at all.
 *
 * @param late stops the reading.
 * @throws {AppError} RH007 if the body does not say that it is JSON, RH003 above `bytesMax`, RH001 if it is not JSON.
 */
export async function readJson(
  request: Request,
  bytesMax: number,
  late: AbortSignal | null = null,
): Promise<unknown> {
  const bytes = await readBytes(request, bytesMax, late);
  if (bytes.length === 0) return undefined;
  requireJsonType(request.headers.get("Content-Type"));
  if (depthOf(bytes) > depthMax)
    throw new AppError("RH001", `The body is nested more than ${depthMax} levels deep.`);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!hasTooManyParts(text)) return parseExactJson(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "unreadable";
    throw new AppError("RH001", `The body is not valid JSON: ${reason}`, { cause });
  }
  throw new AppError("RH003", "The body has too many records, values or names.", {
    hint: "Send fewer records in each of several requests.",
  });
}

/** How many brackets are open at most; of bytes that are no JSON any number. */
function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let most = 0;
  let isText = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte === ascii.quote) isText = !isText;
    else if (isText) index += byte === ascii.backslash ? 1 : 0;
    else if (byte === ascii.openBracket || byte === ascii.openBrace) most = Math.max(most, ++depth);
    else if (byte === ascii.closeBracket || byte === ascii.closeBrace) depth--;
  }
  return most;
}

const ascii = {
  quote: 0x22,
  backslash: 0x5c,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

// Also what keeps a form of another site from posting: a form cannot send this type.
function requireJsonType(contentType: string | null): void {
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "application/json" || /^application\/[\w.-]+\+json$/.test(type)) return;
  throw new AppError("RH007", "The body must be JSON.", { hint: "Send Content-Type: application/json." });
}

export async function readBytes(
  request: Request,
  bytesMax: number,
  late: AbortSignal | null,
): Promise<Uint8Array> {
  if (Number(request.headers.get("Content-Length") ?? 0) > bytesMax) throw tooLarge(bytesMax);
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const part of partsOf(request.body, late)) {
    length += part.length;
    if (length > bytesMax) throw tooLarge(bytesMax);
    chunks.push(part);
  }
  return Buffer.concat(chunks, length);
}

/**
 * Reads what a refused request has left unread and throws it away: else its bytes would stand in front of the next
 * request on the connection, and the client might never read the answer while it is still sending.
 *
 * @returns whether all of it came; a body beyond all measure is left, and the connection has to be closed.
 */
export async function discardBody(request: Request): Promise<boolean> {
  if (request.body === null) return true;
  const reader = request.body.getReader();
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length <= discardBytesMax) continue;
    await reader.cancel();
    return false;
  }
  return true;
}

function tooLarge(bytesMax: number): AppError {
  return new AppError("RH003", `The body is larger than ${bytesMax / mebibyte} MiB.`, {
    hint: "Send it in several requests.",
  });
}
