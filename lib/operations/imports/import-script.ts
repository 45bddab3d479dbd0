import { AppError } from "../../errors/app-error.ts";
import type { ScriptSettings } from "./import-settings.ts";
import type { ClaimedImport, ImportOutcome } from "./run-import.ts";

export async function importScript(_claimed: ClaimedImport<ScriptSettings>): Promise<ImportOutcome> {
  throw new AppError("RH304", "Scripts of SQL cannot be imported yet: run them in the SQL panel.");
}
