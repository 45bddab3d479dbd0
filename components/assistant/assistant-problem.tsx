import { ApiError, explain } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

interface AssistantProblemProps {
  readonly error: unknown;
  /** Reads the newer schema, after somebody else changed it. */
  readonly onReload: () => void;
}

/** Why there is no proposal, or why it could not be applied, and what to do. */
export function AssistantProblem({ error, onReload }: AssistantProblemProps) {
  if (error === null) return null;
  if (error instanceof ApiError && error.code === "RH202") {
    return (
      <Notice
        tone="warn"
        className="mt-6"
        title="The tables changed while you were here."
        action={<Button onClick={onReload}>Load the newer tables</Button>}
      >
        Somebody else, or another tab of yours, changed this database. Load the newer tables, look the
        proposal over again, then create it.
      </Notice>
    );
  }
  const { title, description } = explain(error);
  return (
    <Notice tone="danger" className="mt-6" title={title}>
      {description}
    </Notice>
  );
}
