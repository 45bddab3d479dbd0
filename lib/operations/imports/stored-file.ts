import type { TenantScope } from "../../db/scope.ts";
import { AppError } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import { selectPart } from "../../store/records/import.ts";
import type { ImportFile } from "../../transfer/import-file.ts";

/** A part as it is stored. */
interface Part {
  readonly starts: number;
  readonly content: Buffer;
}

/** The file of an import, out of the parts that lie in the database: one of them in memory at a time. */
export function storedFile(
  scope: TenantScope,
  { id, bytes }: { readonly id: string; readonly bytes: number },
): ImportFile {
  let position = 0;
  let kept: Part | null = null;
  const partAt = async (place: number): Promise<Part> => {
    if (kept !== null && place >= kept.starts && place < kept.starts + kept.content.length) return kept;
    const { rows } = await runtime().database.query<Part>(scope, selectPart(scope, id, place), {
      readOnly: true,
    });
    const [part] = rows;
    if (part === undefined || place >= part.starts + part.content.length)
      throw new AppError("RH004", "The file of this import is not there any more.", {
        hint: "Upload it again.",
      });
    kept = part;
    return part;
  };
  return {
    bytes,
    get position() {
      return position;
    },
    async *chunks() {
      for (position = 0; position < bytes; ) {
        const { starts, content } = await partAt(position);
        const chunk = content.subarray(position - starts);
        position += chunk.length;
        yield chunk;
      }
    },
    async read(place, length) {
      const end = Math.min(bytes, place + length);
      const pieces: Uint8Array[] = [];
      for (let at = place; at < end; ) {
        const { starts, content } = await partAt(at);
        const piece = content.subarray(at - starts, end - starts);
        pieces.push(piece);
        at += piece.length;
      }
      // What is read at places in between tells how far a workbook has been read, too.
      position = Math.max(position, end);
      return new Uint8Array(Buffer.concat(pieces));
    },
  };
}
