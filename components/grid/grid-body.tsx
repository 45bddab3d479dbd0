"use client";

import { explain } from "#components/api/api-error.ts";
import type { TableInfo } from "#components/api/types.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Grid } from "./grid.tsx";
import { recordKey } from "./record-key.ts";
import { useReferenceLabels } from "./use-reference-labels.ts";
import type { Rows } from "./use-rows.ts";
import { type GridView, nextSort } from "./view-state.ts";

interface GridBodyProps {
  readonly databaseId: string;
  readonly info: TableInfo;
  readonly tables: readonly TableInfo[];
  readonly view: GridView;
  readonly rows: Rows;
  readonly canWrite: boolean;
  readonly onChange: (fields: Partial<GridView>) => void;
  readonly onOpenRow: (key: string | null) => void;
}

/** The grid, or what stands in its place: still loading, refused, nothing there, nothing that matches. */
export function GridBody(props: GridBodyProps) {
  const { databaseId, info, tables, view, rows, onChange, onOpenRow } = props;
  const labels = useReferenceLabels(databaseId, info.schema, tables, rows.records);
  if (rows.isPending) return <GridSkeleton />;
  if (rows.error)
    return <GridProblem error={rows.error} onRetry={rows.retry} onReset={() => onChange(everything)} />;
  if (rows.records.length === 0) return <NoRows {...props} />;
  return (
    // A scroller of its own, so that the header stays; the cells take the focus.
    <div className="relative min-h-0 flex-1 overflow-auto border-t">
      <Grid
        info={info}
        rows={rows.records}
        labels={labels}
        sort={view.sort}
        rowCount={rows.total.kind === "exact" ? rows.total.rows : null}
        firstRow={(view.page - 1) * view.size + 1}
        isStale={rows.isStale}
        onSort={(column, isAdding) => onChange({ sort: nextSort(view.sort, column, isAdding) })}
        onOpen={(row) => onOpenRow(recordKey(info.schema, row))}
      />
    </div>
  );
}

const everything = { filters: [], search: "", sort: [] } as const;

function NoRows({ info, view, canWrite, onChange, onOpenRow }: GridBodyProps) {
  const isNarrowed = view.filters.length > 0 || view.search !== "";
  return (
    <div className="grid min-h-0 flex-1 content-center overflow-auto border-t">
      {isNarrowed || view.page > 1 ? (
        <EmptyState
          title={isNarrowed ? "No row matches" : "No rows on this page"}
          action={<Button onClick={() => onChange(everything)}>Show all rows</Button>}
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

function GridSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading rows"
      className="grid flex-1 content-start gap-2 border-t p-4 md:p-6"
    >
      {["a", "b", "c", "d", "e", "f"].map((line) => (
        <Skeleton key={line} className="h-7" />
      ))}
    </div>
  );
}
