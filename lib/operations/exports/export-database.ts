import { ZipWriter } from "@zip.js/zip.js";
import { toName } from "../../catalog/checks/names.ts";
import { relationSelect } from "../../engine/relation.ts";
import { runtime } from "../../runtime/runtime.ts";
import { findDatabase } from "../../store/projects/project-database.ts";
import { countRows, type TableCount } from "../../store/schema/database-counts.ts";
import { databaseScript } from "../../transfer/ddl/script.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { asObjects, type ExportedFile, mediaTypes, rowFormat } from "./export-table.ts";
import { giveScript, type ScriptRows } from "./give-script.ts";
import { type Give, piecesOf } from "./pieces.ts";
import { giveRows, inSnapshot, type Snapshot } from "./snapshot.ts";

export const databaseFormats = ["sql", "csv", "json", "ndjson"] as const;

export interface ExportDatabaseInput {
  /** `sql` is one script; of the others a ZIP archive with a file for each table. */
  readonly format: (typeof databaseFormats)[number];
  readonly safe: boolean;
  readonly rows: ScriptRows;
  /** Row-level security and policies, in a script. */
  readonly policies: boolean;
}

/** Above it, an archive takes the form for large files, which not every old program reads. */
const largeBytes = 1024 * 1024 * 1024;

/** A whole database as a file, in one snapshot, whatever is written meanwhile. */
export async function exportDatabase(
  actor: Actor,
  databaseId: string,
  input: ExportDatabaseInput,
  { signal: asked }: { readonly signal?: AbortSignal } = {},
): Promise<ExportedFile<string | Uint8Array>> {
  const scope = await authorize(actor, databaseId, "viewer");
  const { rows } = await runtime().database.query<{ name: string | null }>(scope, findDatabase(scope));
  const name = `${toName(rows[0]?.name ?? "database")} ${new Date().toISOString().slice(0, 10)}`;
  if (input.format === "sql") {
    const { policies: withPolicies, rows } = input;
    const pieces = piecesOf<string>(
      (give, signal) =>
        inSnapshot(scope, give, signal, (snapshot, giving) =>
          giveScript(snapshot, giving, { rows, withPolicies }),
        ),
      asked,
    );
    return { name: `${name}.sql`, type: mediaTypes.sql, pieces };
  }
  const { format, safe } = input;
  const counts = await runtime().database.query<TableCount>(scope, countRows(scope), { readOnly: true });
  const isLarge = counts.rows.reduce((sum, { bytes }) => sum + bytes, 0) > largeBytes;
  const pieces = piecesOf<Uint8Array>(
    (give, signal) =>
      inSnapshot(scope, give, signal, (snapshot, giving) =>
        giveArchive(snapshot, giving, { format, safe, isLarge }),
      ),
    asked,
  );
  return { name: `${name}.zip`, type: "application/zip", pieces };
}

interface Archive {
  readonly format: "csv" | "json" | "ndjson";
  readonly safe: boolean;
  readonly isLarge: boolean;
}

async function giveArchive(
  snapshot: Snapshot,
  give: Give<Uint8Array>,
  { format, safe, isLarge }: Archive,
): Promise<void> {
  const { catalog } = snapshot;
  const sink = new WritableStream<Uint8Array>({ write: give }, { highWaterMark: 1 });
  const zip = new ZipWriter(sink, { useWebWorkers: false, zip64: isLarge, level: 6 });
  const script = databaseScript(catalog, { withPolicies: true, withSecrets: false });
  await zip.add(
    "schema.sql",
    textStream((write) => write(`${script.before}\n${script.after}`)),
  );
  for (const table of script.tables) {
    const statement = relationSelect(catalog, table);
    const columns = table.definition.columns
      .filter(({ name }) => table.storage.columns[name]?.place !== "secret")
      .map(({ name }) => ({ name, type: "text" }));
    const rows = textStream((write) =>
      giveRows(
        snapshot,
        format === "csv" ? statement : asObjects(statement),
        rowFormat(format, safe),
        write,
        columns,
      ),
    );
    await zip.add(`${fileName(table.definition.name)}.${format}`, rows);
  }
  await zip.close();
}

/** A table's name may be anything; a file's may not. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N} _-]/gu, "_").slice(0, 100) || "table";
}

function textStream(work: (write: Give<string>) => Promise<void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const pieces = piecesOf<string>((give) => work(give));
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const step = await pieces.next();
        if (step.done) controller.close();
        else controller.enqueue(encoder.encode(step.value));
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}
