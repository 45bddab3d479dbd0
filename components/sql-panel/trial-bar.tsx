import type { SqlResult } from "#components/api/types.ts";
import { Button } from "#components/ui/button.tsx";

interface TrialBarProps {
  readonly results: readonly SqlResult[];
  readonly onConfirm: () => void;
  readonly onDismiss: () => void;
}

/** What a text would change, before it does. */
export function TrialBar({ results, onConfirm, onDismiss }: TrialBarProps) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 border-b bg-sunken px-4 py-2 md:px-6">
      <p className="flex-1 text-sm">
        Nothing has changed yet. This will: <strong>{words(results)}</strong>
      </p>
      <Button size="sm" variant="primary" onClick={onConfirm}>
        Run for real
      </Button>
      <Button size="sm" onClick={onDismiss}>
        Cancel
      </Button>
    </div>
  );
}

const verbs: Readonly<Record<string, string>> = { INSERT: "add", UPDATE: "change", DELETE: "delete" };

function words(results: readonly SqlResult[]): string {
  const said = results.flatMap(({ command, row_count: count }) => {
    const verb = verbs[command];
    if (verb !== undefined) return [`${verb} ${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`];
    return ["SELECT", "BEGIN", "COMMIT", "EXPLAIN"].includes(command) ? [] : [command.toLowerCase()];
  });
  return said.length === 0 ? "change nothing" : said.join(", ");
}
