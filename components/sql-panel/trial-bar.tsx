import { TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import type { CheckedSql } from "./panel-api.ts";
import { isReported, reportOf } from "./report-words.ts";
import type { RunningResult } from "./running-results.ts";
import { willWrite } from "./write-words.ts";

interface TrialBarProps {
  readonly results: readonly RunningResult[];
  /** What the server has said of the statements. */
  readonly statements: CheckedSql["statements"];
  /** Why it could not be undone. */
  readonly undoRefusal: string | null;
  readonly onConfirm: () => void;
  readonly onDismiss: () => void;
}

/** What a text would change, before it does. */
export function TrialBar({ results, statements, undoRefusal, onConfirm, onDismiss }: TrialBarProps) {
  const confirm = useRef<HTMLButtonElement>(null);
  useEffect(() => confirm.current?.focus(), []);
  const warning = warningOf(statements);
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b bg-warn-tint px-4 py-2">
      <p className="min-w-48 flex-1 text-sm">
        Nothing has changed yet. This will <strong>{words(results, statements)}</strong>.
        {warning === null ? null : (
          <span className="ml-2 inline-flex items-center gap-1 text-warn">
            <TriangleAlert aria-hidden="true" className="size-4" />
            {warning}
          </span>
        )}
        {undoRefusal === null ? null : (
          <span className="block text-[0.8125rem] text-soft">
            Undo will not bring it back: {lowerFirst(undoRefusal)}
          </span>
        )}
      </p>
      <div className="flex gap-2">
        <Button ref={confirm} size="sm" variant={warning !== null ? "danger" : "primary"} onClick={onConfirm}>
          Run for real
        </Button>
        <Button size="sm" onClick={onDismiss}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

/** Reasons are sentences of their own. */
export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** What has no WHERE, or takes away more than rows. */
function warningOf(statements: CheckedSql["statements"]): string | null {
  const unbounded = statements.filter((statement) => statement.is_unbounded);
  if (unbounded.length === 0) return null;
  return unbounded.some(({ kind }) => kind !== "definition")
    ? "No condition limits it."
    : "What is stored there goes with it.";
}

function words(results: readonly RunningResult[], statements: CheckedSql["statements"]): string {
  if (isReported(results)) {
    const { applied, leftOut } = reportOf(results);
    return `apply ${applied.toLocaleString("en")} statements and leave out ${leftOut.length.toLocaleString("en")}, which are listed below`;
  }
  if (results.at(-1)?.command === "ROLLBACK") return "change nothing, as it ends with ROLLBACK";
  const said = results.flatMap((result, index) => {
    const { command } = result;
    const rows = willWrite(result);
    if (rows !== null) return [rows];
    if (["SELECT", "BEGIN", "COMMIT", "EXPLAIN", "SAVEPOINT", "RELEASE", "ROLLBACK"].includes(command))
      return [];
    const named = /TABLE$|^TRUNCATE/.test(command) ? (statements[index]?.tables ?? []) : [];
    return [[command.toLowerCase(), named.join(", ")].filter(Boolean).join(" ")];
  });
  return said.length === 0 ? "change nothing" : said.join(", ");
}
