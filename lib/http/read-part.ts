import { AppError } from "#lib/errors/app-error.ts";
import { readBytes } from "./read-json.ts";

/** Of one part of a file: a larger file comes in several. */
const partBytesMax = 8 * 1024 * 1024;

/**
 * The bytes of a part of a file.
 *
 * @param late stops the reading.
 * @throws {AppError} RH007 if the body does not say that it is bytes, RH003 above 8 MiB.
 */
export async function readPart(request: Request, late: AbortSignal | null): Promise<Uint8Array> {
  const type = (request.headers.get("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase();
  // A form of another site cannot send this type.
  if (type !== "application/octet-stream")
    throw new AppError("RH007", "The body must be the file's bytes.", {
      hint: "Send Content-Type: application/octet-stream.",
    });
  return readBytes(request, partBytesMax, late);
}
