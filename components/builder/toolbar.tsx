"use client";

import { Download, LayoutGrid, List, Redo2, Trash2, Undo2, Workflow } from "lucide-react";
import type { Positions } from "#components/canvas/canvas-types.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "#components/ui/menu.tsx";
import { toast } from "#components/ui/toast.ts";
import { useBuilder } from "./builder-context.ts";
import { schemaChanges } from "./draft-state.ts";
import { type ExportKind, exportSchema } from "./export-files.ts";
import { countWords } from "./review-sheet.tsx";

export type BuilderView = "canvas" | "list";

interface ToolbarProps {
  /** Only one fits on a small screen. */
  readonly view: BuilderView | null;
  readonly onView: (view: BuilderView) => void;
  readonly onArrange: () => void;
  /** Where the tables are seen. */
  readonly positions: Positions;
  readonly isSavingLayout: boolean;
}

export function Toolbar({ view, onView, onArrange, positions, isSavingLayout }: ToolbarProps) {
  const { canWrite, draft, open } = useBuilder();
  const { past, future, changes } = draft.state;
  const count = schemaChanges(changes).length;
  return (
    <div className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-1 gap-y-2 border-b px-3 py-2 md:px-4">
      <h1 className="mr-3 font-semibold text-lg max-md:sr-only">Builder</h1>
      {view ? (
        <Button
          size="sm"
          onClick={() => onView(view === "canvas" ? "list" : "canvas")}
          aria-label={view === "canvas" ? "Show the tables as a list" : "Show the canvas"}
        >
          {view === "canvas" ? <List /> : <Workflow />}
          {view === "canvas" ? "List" : "Canvas"}
        </Button>
      ) : null}
      <p role="status" className="mr-auto text-faint text-xs">
        {isSavingLayout ? "Keeping the layout…" : draft.isKept ? "" : "This browser does not keep drafts."}
      </p>
      {canWrite ? (
        <>
          <IconButton label="Undo (⌘Z)" disabled={past.length === 0} onClick={draft.undo}>
            <Undo2 />
          </IconButton>
          <IconButton label="Redo (⇧⌘Z)" disabled={future.length === 0} onClick={draft.redo}>
            <Redo2 />
          </IconButton>
          <IconButton label="Arrange the tables" onClick={onArrange}>
            <LayoutGrid />
          </IconButton>
        </>
      ) : null}
      <ExportMenu positions={positions} />
      {canWrite ? (
        <>
          <IconButton label="Trash" onClick={() => open({ kind: "trash" })}>
            <Trash2 />
          </IconButton>
          <Button
            variant={count > 0 ? "primary" : "secondary"}
            size="sm"
            className={count === 0 ? "ml-2 max-md:hidden" : "ml-2"}
            disabled={count === 0}
            onClick={() => open({ kind: "review" })}
          >
            {count === 0 ? "No changes" : `${countWords(count)} · review`}
          </Button>
        </>
      ) : null}
    </div>
  );
}

interface IconButtonProps {
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

function IconButton({ label, disabled = false, onClick, children }: IconButtonProps) {
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={label.replace(/ \(.*/, "")}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}

const kinds: readonly { readonly kind: ExportKind; readonly words: string }[] = [
  { kind: "png", words: "Picture (PNG)" },
  { kind: "svg", words: "Drawing (SVG)" },
  { kind: "sql", words: "Definitions (SQL)" },
];

function ExportMenu({ positions }: { readonly positions: Positions }) {
  const { name } = useProject();
  const { draft } = useBuilder();
  async function save(kind: ExportKind) {
    try {
      await exportSchema(kind, { name, tables: draft.tables, positions });
    } catch (error) {
      const title = error instanceof Error ? error.message : "The picture could not be made.";
      toast({ tone: "danger", title });
    }
  }
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="Export the schema" title="Export the schema">
          <Download />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        {kinds.map(({ kind, words }) => (
          <MenuItem key={kind} onSelect={() => void save(kind)}>
            {words}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
