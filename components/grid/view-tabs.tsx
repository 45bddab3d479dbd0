"use client";

import { ChevronDown, Lock, Save, Undo2, Users } from "lucide-react";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import type { SavedView } from "#components/api/types.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "#components/ui/menu.tsx";
import { toast } from "#components/ui/toast.ts";
import type { GridDefinition } from "#lib/catalog/grid-view.ts";
import type { useSavedViews } from "./use-saved-views.ts";
import { ViewDialog } from "./view-dialog.tsx";

interface ViewTabsProps {
  readonly saved: ReturnType<typeof useSavedViews>;
  readonly current: SavedView | null;
  readonly view: GridDefinition;
  /** What is shown is not what is saved. */
  readonly isDraft: boolean;
  /** Shared views are an editor's to make and change. */
  readonly mayShare: boolean;
  readonly onOpen: (id: string | null) => void;
  readonly onReset: () => void;
}

/** Saved views as tabs; what is changed is a draft until it is saved. */
export function ViewTabs({ saved, current, view, isDraft, mayShare, onOpen, onReset }: ViewTabsProps) {
  const [dialog, setDialog] = useState<"new" | SavedView | null>(null);
  const mayChange = current !== null && (!current.is_shared || mayShare);

  async function save() {
    if (current === null) return setDialog("new");
    try {
      await saved.update(current.id, { definition: view });
      onReset();
      toast({ tone: "good", title: `View ${current.name} saved` });
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
  }

  async function remove(removed: SavedView) {
    try {
      await saved.remove(removed.id);
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
      return;
    }
    onOpen(null);
    const { name, is_shared, definition } = removed;
    const restore = () =>
      saved.create({ name, is_shared, definition }).then(
        (back) => onOpen(back.id),
        (error: unknown) => toast({ tone: "danger", ...explain(error) }),
      );
    toast({
      tone: "good",
      title: `View ${name} deleted`,
      action: { label: "Undo", run: () => void restore() },
    });
  }

  return (
    <div className="flex items-center gap-1 border-b px-4 md:px-6">
      <nav aria-label="Saved views" className="flex min-w-0 flex-1 items-center gap-1 overflow-x-auto py-1">
        <Tab isCurrent={current === null} onClick={() => onOpen(null)}>
          All rows
        </Tab>
        {saved.views.map((each) => (
          <Tab key={each.id} isCurrent={each.id === current?.id} onClick={() => onOpen(each.id)}>
            {each.is_shared ? (
              <Users aria-label="Shared" className="size-3.5 text-faint" />
            ) : (
              <Lock aria-label="Only yours" className="size-3.5 text-faint" />
            )}
            {each.name}
          </Tab>
        ))}
        {current !== null && mayChange ? (
          <ViewMenu
            view={current}
            mayShare={mayShare}
            onRename={() => setDialog(current)}
            onShare={() => void saved.update(current.id, { is_shared: !current.is_shared })}
            onRemove={() => void remove(current)}
          />
        ) : null}
      </nav>
      {isDraft ? (
        <div className="flex shrink-0 items-center gap-1">
          <Button variant="ghost" size="sm" onClick={onReset}>
            <Undo2 aria-hidden="true" />
            <span className="max-sm:sr-only">Reset</span>
          </Button>
          <Button size="sm" onClick={() => (mayChange ? void save() : setDialog("new"))}>
            <Save aria-hidden="true" />
            {mayChange ? (current.is_shared ? "Save for everyone" : "Save") : "Save as view"}
          </Button>
          {mayChange ? (
            <Button variant="ghost" size="sm" className="max-sm:hidden" onClick={() => setDialog("new")}>
              Save as new
            </Button>
          ) : null}
        </div>
      ) : null}
      {dialog === null ? null : (
        <ViewDialog
          view={dialog === "new" ? null : dialog}
          mayShare={mayShare}
          onClose={() => setDialog(null)}
          onSave={async (fields) => {
            if (dialog !== "new") return saved.update(dialog.id, fields);
            const made = await saved.create({ ...fields, definition: view });
            onOpen(made.id);
          }}
        />
      )}
    </div>
  );
}

interface TabProps {
  readonly isCurrent: boolean;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

function Tab({ isCurrent, onClick, children }: TabProps) {
  return (
    <button
      type="button"
      aria-current={isCurrent ? "true" : undefined}
      onClick={onClick}
      className={cn(
        "flex h-8 shrink-0 items-center gap-1.5 rounded-md px-2.5 text-[0.8125rem]",
        isCurrent ? "bg-tint font-medium text-link" : "text-soft hover:bg-wash hover:text-ink",
      )}
    >
      {children}
    </button>
  );
}

interface ViewMenuProps {
  readonly view: SavedView;
  readonly mayShare: boolean;
  readonly onRename: () => void;
  readonly onShare: () => void;
  readonly onRemove: () => void;
}

function ViewMenu({ view, mayShare, onRename, onShare, onRemove }: ViewMenuProps) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={`Menu of the view ${view.name}`}>
          <ChevronDown />
        </Button>
      </MenuTrigger>
      <MenuContent align="start">
        <MenuItem onSelect={onRename}>Rename…</MenuItem>
        {mayShare ? (
          <MenuItem onSelect={onShare}>
            {view.is_shared ? "Keep it to myself" : "Share with everyone"}
          </MenuItem>
        ) : null}
        <MenuSeparator />
        <MenuItem tone="danger" onSelect={onRemove}>
          Delete view
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
