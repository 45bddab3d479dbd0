import { randomUUID } from "node:crypto";
import { AppError, invalidInput } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import { appendPart, type ImportRow, insertImport } from "../../store/records/import.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { findImport } from "./find-import.ts";
import { type ImportView, importView } from "./import-view.ts";

/** Announces a file; its bytes follow in parts. @throws {AppError} RH003 when the project's files would be too large. */
export async function createImport(
  actor: Actor,
  databaseId: string,
  file: { readonly file_name: string; readonly bytes: number },
): Promise<{ import: ImportView }> {
  const scope = await authorize(actor, databaseId, "editor");
  const bytesMax = runtime().config.importBytesMax;
  const { rows } = await runtime().database.query<ImportRow>(
    scope,
    insertImport(scope, { id: randomUUID(), name: plainName(file.file_name), bytes: file.bytes, bytesMax }),
  );
  const [created] = rows;
  if (created !== undefined) return { import: importView(created) };
  throw new AppError(
    "RH003",
    `The files of unfinished imports may have ${bytesMax / 1024 / 1024} MiB together.`,
    {
      hint: "Cancel uploads that you do not need, or split the file.",
    },
  );
}

/** The file's own name, without folders: it is shown, and never opened. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  return last.replace(/\p{Cc}/gu, "").slice(0, 200) || "file";
}

/**
 * Appends bytes to a file. Those that came before already are left as they are, so that a part may be sent again.
 *
 * @param part.place of the first byte in the file.
 * @returns how many bytes are there now: where the next part begins.
 */
export async function appendToImport(
  actor: Actor,
  databaseId: string,
  importId: string,
  part: { readonly place: number; readonly read: () => Promise<Uint8Array> },
): Promise<{ received_bytes: number }> {
  const scope = await authorize(actor, databaseId, "editor");
  // Nobody else's bytes are taken in.
  const { place } = part;
  const content = await part.read();
  if (content.length === 0) throw invalidInput([{ path: "", message: "The body has no bytes." }]);
  const { rows } = await runtime().database.query(scope, appendPart(scope, importId, place, content));
  if (rows.length > 0) return { received_bytes: place + content.length };
  const found = await findImport(scope, importId);
  if (found.status !== "uploading")
    throw new AppError("RH206", `This import is ${found.status} already.`, { status: 409 });
  if (place + content.length > found.bytes)
    throw invalidInput([{ path: "/offset", message: `the file was announced with ${found.bytes} bytes` }]);
  return { received_bytes: found.received };
}
