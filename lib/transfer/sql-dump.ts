import { decodeText } from "./encoding.ts";
import type { ImportFile } from "./import-file.ts";
import type { ReadSettings } from "./open-file.ts";

/** What the beginning of a script holds. */
export interface DumpOutline {
  readonly tables: readonly string[];
  readonly statements: number;
  readonly rows: number;
}

export async function outlineOfDump(_file: ImportFile, _settings: ReadSettings): Promise<DumpOutline> {
  return { tables: [], statements: 0, rows: 0 };
}
void decodeText;
