import type { TenantScope } from "../../db/scope.ts";
import type { JobClaim } from "../../store/job-claim.ts";
import type { ImportRow } from "../../store/records/import.ts";
import type { ImportFile } from "../../transfer/import-file.ts";
import type { ImportSettings } from "./import-settings.ts";

/** An import with the scope that it works in, and the claim on it. */
export interface ClaimedImport<Settings extends ImportSettings = ImportSettings> {
  readonly scope: TenantScope;
  readonly row: ImportRow;
  readonly claim: JobClaim;
  readonly settings: Settings;
  readonly file: ImportFile;
  /** Closes when the server is to stop: another one then goes on. */
  readonly signal: AbortSignal;
}

/** What an import's work ends with, if it is not an error. */
export type ImportOutcome =
  | {
      readonly kind: "done";
      readonly report?: unknown /** In the work's own transaction. */;
      readonly isNoted?: boolean;
      /** The tables that got rows; default: the one of the settings. */
      readonly filled?: readonly string[];
    }
  | { readonly kind: "cancelled" | "lost" | "stopped" };
