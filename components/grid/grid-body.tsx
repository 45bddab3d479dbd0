"use client";

import { explain } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { countConditions } from "./filters.ts";
import { Grid } from "./grid.tsx";
import { GridSkeleton } from "./grid-skeleton.tsx";
import type { GridParts } from "./use-grid-model.ts";
import { showEverything } from "./use-grid-model.ts";

interface GridBodyProps {
  readonly parts: GridParts;
  readonly openRow: string | null;
  readonly removeChosen: () => void;
}

/** The grid, or what stands in its place: still loading, refused, nothing there, nothing that matches. */
export function GridBody(props: GridBodyProps) {
  const { lines, onView } = props.parts.grid;
  if (lines.error)
    return (
      <GridProblem
        error={lines.error}
        onRetry={lines.retry}
        onReset={() => onView({ ...showEverything, sort: [], group: null })}
      />
    );
  if (lines.isPending) return <GridSkeleton />;
  if (lines.index.count === 0) return <NoRows {...props} />;
  return <Grid {...props} />;
}

function NoRows({ parts: { grid } }: GridBodyProps) {
  const { info, view, canWrite, onView, onOpenRow } = grid;
  const isNarrowed = countConditions(view.filter) > 0 || view.search.trim() !== "";
  return (
    <div className="grid min-h-0 flex-1 content-center overflow-auto border-t">
      {isNarrowed ? (
        <EmptyState
          title="No row matches"
          action={<Button onClick={() => onView(showEverything)}>Show all rows</Button>}
        />
      ) : (
        <EmptyState
          title={`No rows in ${info.table_name} yet`}
          action={
            canWrite ? (
              <Button variant="primary" onClick={() => onOpenRow("new")}>
                Add the first row
              </Button>
            ) : null
          }
        >
          Each row is one of your {info.table_name.replaceAll("_", " ")}.
        </EmptyState>
      )}
    </div>
  );
}

interface GridProblemProps {
  readonly error: Error;
  readonly onRetry: () => void;
  readonly onReset: () => void;
}

function GridProblem({ error, onRetry, onReset }: GridProblemProps) {
  const { title, description } = explain(error);
  return (
    <div className="flex-1 border-t p-4 md:p-6">
      <Notice
        tone="danger"
        title={title}
        action={
          <span className="flex gap-2">
            <Button onClick={onReset}>Show all rows</Button>
            <Button onClick={onRetry}>Try again</Button>
          </span>
        }
      >
        {description}
      </Notice>
    </div>
  );
}
