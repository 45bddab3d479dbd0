import { send } from "#components/api/client.ts";
import type { ExportFormat } from "./export-result.ts";
import type { SqlRequest } from "./stream-results.ts";

/** The statement that gave a result: what was sent, and which of its statements it is. */
export interface ResultSource extends Pick<SqlRequest, "query" | "params" | "param_types"> {
  readonly statement: number;
}

/** What is gathered before the browser is given it to keep, which it does on its disk. */
const partBytes = 8 * 1024 * 1024;

/**
 * All rows of a query, which is run again for it, as a file.
 *
 * @param onBytes is told how much has come so far.
 * @throws {ApiError} what is wrong with the query; any other error when the answer breaks off.
 */
export async function exportAll(
  databaseId: string,
  source: ResultSource,
  format: ExportFormat,
  { signal, onBytes }: { readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void },
): Promise<Blob> {
  const body = { ...source, format, safe: true };
  const response = await send("POST", `/api/database/${databaseId}/export`, { body, signal });
  const type = response.headers.get("Content-Type") ?? "";
  const stored: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let waiting = 0;
  let bytes = 0;
  for await (const part of piecesOf(response)) {
    parts.push(part);
    waiting += part.byteLength;
    bytes += part.byteLength;
    onBytes(bytes);
    if (waiting < partBytes) continue;
    stored.push(new Blob(parts));
    parts = [];
    waiting = 0;
  }
  return new Blob([...stored, ...parts], { type });
}

async function* piecesOf({ body }: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (body === null) return;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
