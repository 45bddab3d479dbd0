import type { TenantScope } from "../../db/scope.ts";
import { AppError } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import { type ImportRow, selectImport } from "../../store/records/import.ts";
import { isUnreadable } from "../../transfer/source-row.ts";
import { notFound } from "../authorize.ts";

/** @throws {AppError} RH004 */
export async function findImport(scope: TenantScope, importId: string): Promise<ImportRow> {
  const { rows } = await runtime().database.query<ImportRow>(scope, selectImport(scope, importId), {
    readOnly: true,
  });
  const [found] = rows;
  if (found === undefined) throw notFound("import", importId);
  return found;
}

/** One whose file is all there, and which nobody has started. @throws {AppError} RH004, RH206 */
export async function findUploaded(scope: TenantScope, importId: string): Promise<ImportRow> {
  const found = await findImport(scope, importId);
  if (found.status !== "uploading")
    throw new AppError("RH206", `This import is ${found.status} already.`, {
      status: 409,
      hint: "Upload the file again for another import.",
    });
  if (found.received === found.bytes) return found;
  throw new AppError("RH206", `${found.received} of ${found.bytes} bytes of the file are here.`, {
    status: 409,
    hint: "Send the rest, then go on.",
  });
}

/** What is wrong with a file, as an error of ours. */
export async function reading<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isUnreadable(error) ? unreadable(error) : error;
  }
}

export function unreadable(error: Error): AppError {
  return new AppError("RH304", error.message, {
    hint: "Choose another encoding or separator, or correct the file and upload it again.",
    cause: error,
  });
}
