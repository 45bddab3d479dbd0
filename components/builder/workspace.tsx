"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import type { DatabaseSchema, Trash } from "#components/api/types.ts";
import { layoutTables } from "#components/canvas/layout.ts";
import { SchemaCanvas } from "#components/canvas/schema-canvas.tsx";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { Sheet } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.ts";
import { builderParts } from "./builder-card.tsx";
import { type BuilderDialog, BuilderProvider } from "./builder-context.ts";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { schemaChanges } from "./draft-state.ts";
import { DragArea } from "./drag-area.tsx";
import { DropConfirm } from "./drop-confirm.tsx";
import { Outline } from "./outline.tsx";
import { Palette } from "./palette.tsx";
import { RelationDialog } from "./relation-dialog.tsx";
import { countWords, ReviewSheet } from "./review-sheet.tsx";
import { TableInspector } from "./table-inspector.tsx";
import { type BuilderView, Toolbar } from "./toolbar.tsx";
import { TrashSheet } from "./trash-sheet.tsx";
import { useBuilderKeys } from "./use-builder-keys.ts";
import { useBuilderValue } from "./use-builder-value.ts";
import { useDraft } from "./use-draft.ts";
import { useLayoutSave } from "./use-layout-save.ts";
import { useMedia } from "./use-media.ts";
import { useNewest } from "./use-newest.ts";
import { usePicture } from "./use-picture.ts";
import { useSubmit } from "./use-submit.ts";

/** The builder over a schema that has been loaded: list, canvas, the selected table, and the draft that they all edit. */
export function Workspace({ schema }: { readonly schema: DatabaseSchema }) {
  const { databaseId, role } = useProject();
  const canWrite = mayDo(role, "editor");
  const isWide = useMedia("(min-width: 64rem)");
  const [dialog, setDialog] = useState<BuilderDialog | null>(null);
  const [view, setView] = useState<BuilderView>("canvas");
  const [isPutOff, setPutOff] = useState(false);
  const trash = useQuery({
    queryKey: ["database", databaseId, "trash"],
    queryFn: ({ signal }) => call<Trash>("GET", `/api/database/${databaseId}/trash`, { signal }),
  });
  const draft = useDraft(databaseId, schema, trash.data);
  const newest = useNewest(databaseId, schema, draft);
  const isSavingLayout = useLayoutSave(databaseId, draft, !canWrite || newest.behind !== null);
  const picture = usePicture(draft);
  const submit = useSubmit(databaseId, draft, picture.positions, () => {
    setDialog(null);
    toast({ tone: "good", title: `${countWords(schemaChanges(draft.state.changes).length)} applied` });
  });
  const builder = useBuilderValue({
    draft,
    canWrite,
    picture,
    open: setDialog,
    onShow: () => setView("canvas"),
  });
  useBuilderKeys(draft, canWrite);
  const { selected, focus, spoken, value } = builder;
  const table = value.tableNamed(selected?.table ?? "");
  const problem = newest.error ?? trash.error;

  function arrange() {
    const moved = Object.entries(layoutTables(draft.tables));
    value.make(moved.map(([name, position]) => ({ kind: "move_table", table: name, position })));
    builder.showAll();
  }

  return (
    <BuilderProvider value={value}>
      <div className="flex h-[calc(100dvh-var(--topbar)-var(--bottombar))] min-h-96 flex-col overflow-hidden">
        <Toolbar
          view={isWide ? null : view}
          onView={setView}
          onArrange={arrange}
          positions={picture.positions}
          isSavingLayout={isSavingLayout}
        />
        {problem ? (
          <Notice tone="danger" title={explain(problem).title} className="m-3">
            {explain(problem).description}
          </Notice>
        ) : null}
        {newest.behind && isPutOff ? (
          <Notice
            tone="warn"
            title="Somebody else changed these tables"
            className="m-3"
            action={
              <button type="button" className="underline underline-offset-4" onClick={() => setPutOff(false)}>
                Look at it
              </button>
            }
          >
            Your draft cannot be applied before you have decided what becomes of it.
          </Notice>
        ) : null}
        <DragArea>
          <div className="flex min-h-0 flex-1">
            {isWide || view === "list" ? (
              <aside
                aria-label="Outline"
                className="flex min-h-0 w-full shrink-0 flex-col bg-surface lg:w-60 lg:border-r"
              >
                <Outline tables={picture.tables} marks={picture.marks} />
                {canWrite && isWide ? <Palette /> : null}
              </aside>
            ) : null}
            {isWide || view === "canvas" ? (
              <div className="min-w-0 flex-1">
                <SchemaCanvas
                  tables={picture.tables}
                  label="Tables and relations"
                  marks={picture.marks}
                  positions={picture.positions}
                  selected={selected}
                  focus={focus}
                  onSelect={value.select}
                  {...(canWrite ? builder.editing : {})}
                  {...(canWrite ? { parts: builderParts } : {})}
                  onOpenRelation={value.select}
                />
              </div>
            ) : null}
            {isWide && table && canWrite ? (
              <aside
                aria-label={`Table ${table.name}`}
                className="relative w-84 shrink-0 animate-enter overflow-y-auto border-l bg-surface"
              >
                <TableInspector table={table} />
              </aside>
            ) : null}
          </div>
        </DragArea>
        {!isWide && table && canWrite && dialog === null ? (
          <Sheet
            open
            onOpenChange={(isOpen) => (isOpen ? undefined : value.select(null))}
            title={<span className="font-mono">{table.name}</span>}
            className="inset-y-auto inset-x-0 bottom-0 h-[72dvh] max-w-none animate-enter rounded-t-2xl border-t border-l-0"
          >
            <div className="relative min-h-0 flex-1 overflow-y-auto">
              <TableInspector table={table} />
            </div>
          </Sheet>
        ) : null}
        <p className="sr-only" role="status">
          {spoken}
        </p>
      </div>
      {dialog?.kind === "review" && newest.behind === null ? (
        <ReviewSheet submit={submit} onClose={() => setDialog(null)} />
      ) : null}
      {dialog?.kind === "trash" ? (
        <TrashSheet trash={trash.data} error={trash.error} onClose={() => setDialog(null)} />
      ) : null}
      {dialog?.kind === "relation" ? (
        <RelationDialog from={dialog.from} to={dialog.to} onClose={() => setDialog(null)} />
      ) : null}
      {dialog?.kind === "drop" ? <DropConfirm place={dialog.place} onClose={() => setDialog(null)} /> : null}
      {newest.behind && !isPutOff ? (
        <ConflictDialog behind={newest.behind} onAccept={newest.accept} onLater={() => setPutOff(true)} />
      ) : null}
    </BuilderProvider>
  );
}
