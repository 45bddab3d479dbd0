"use client";

import { FolderClosed, MoreHorizontal, Users } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "#components/ui/menu.tsx";
import { toast } from "#components/ui/toast.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { type SavedQuery, useForgetPanel, useSavedQueries } from "./panel-api.ts";
import { PublishDialog } from "./publish-dialog.tsx";
import { SaveDialog } from "./save-dialog.tsx";

interface SavedListProps {
  readonly databaseId: string;
  readonly onOpen: (query: SavedQuery) => void;
}

type Asked = { readonly kind: "edit" | "publish" | "delete"; readonly query: SavedQuery };

/** Saved queries by folder: one's own and what others share. */
export function SavedList({ databaseId, onOpen }: SavedListProps) {
  const [search, setSearch] = useState("");
  const [asked, setAsked] = useState<Asked | null>(null);
  const { data, error } = useSavedQueries(databaseId, useDeferredValue(search.trim()));
  const folders = Map.groupBy(data?.items ?? [], ({ folder }) => folder);
  const close = () => setAsked(null);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="p-2">
        <Input
          type="search"
          aria-label="Search saved queries"
          placeholder="Search saved queries"
          className="h-8"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-1 pb-3 text-[0.8125rem]">
        {[...folders].map(([folder, queries]) => (
          <section key={folder} aria-label={folder === "" ? "Without a folder" : folder}>
            {folder === "" ? null : (
              <h3 className="flex items-center gap-1.5 px-2 pt-2 pb-1 text-faint text-xs">
                <FolderClosed aria-hidden="true" className="size-3.5" />
                {folder}
              </h3>
            )}
            <ul>
              {queries.map((query) => (
                <Saved key={query.id} query={query} onOpen={onOpen} onAsk={setAsked} />
              ))}
            </ul>
          </section>
        ))}
        {data?.items.length === 0 ? (
          <p className="px-3 py-2 text-faint">
            {search === ""
              ? "Save a query to find it here again, or to share it."
              : "No saved query holds this text."}
          </p>
        ) : null}
        {error ? <p className="px-3 py-2 text-danger">{explain(error).title}</p> : null}
      </div>
      {asked?.kind === "edit" ? (
        <SaveDialog databaseId={databaseId} saved={asked.query} onClose={close} />
      ) : null}
      {asked?.kind === "publish" ? (
        <PublishDialog databaseId={databaseId} query={asked.query} onClose={close} />
      ) : null}
      {asked?.kind === "delete" ? (
        <DeleteQuery databaseId={databaseId} query={asked.query} onClose={close} />
      ) : null}
    </div>
  );
}

interface SavedProps {
  readonly query: SavedQuery;
  readonly onOpen: (query: SavedQuery) => void;
  readonly onAsk: (asked: Asked) => void;
}

function Saved({ query, onOpen, onAsk }: SavedProps) {
  return (
    <li className="flex items-center rounded-md hover:bg-wash">
      <button
        type="button"
        title={query.query}
        className="flex h-8 min-w-0 flex-1 items-center gap-1.5 px-2 text-left"
        onClick={() => onOpen(query)}
      >
        <span className="truncate">{query.name}</span>
        {query.is_shared ? (
          <span className="ml-auto flex shrink-0 items-center gap-1 text-2xs text-faint">
            <Users aria-hidden="true" className="size-3" />
            {query.is_own ? "shared" : (query.owner ?? "shared")}
          </span>
        ) : null}
      </button>
      <Menu>
        <MenuTrigger asChild>
          <Button variant="ghost" size="icon" className="size-7" aria-label={`What to do with ${query.name}`}>
            <MoreHorizontal />
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem onSelect={() => onAsk({ kind: "edit", query })}>Rename, move or share</MenuItem>
          <MenuItem onSelect={() => onAsk({ kind: "publish", query })}>Publish as function</MenuItem>
          <MenuSeparator />
          <MenuItem tone="danger" onSelect={() => onAsk({ kind: "delete", query })}>
            Delete
          </MenuItem>
        </MenuContent>
      </Menu>
    </li>
  );
}

interface DeleteQueryProps {
  readonly databaseId: string;
  readonly query: SavedQuery;
  readonly onClose: () => void;
}

function DeleteQuery({ databaseId, query, onClose }: DeleteQueryProps) {
  const forget = useForgetPanel(databaseId);
  async function remove() {
    try {
      await call("DELETE", `/api/database/${databaseId}/sql/queries/${query.id}`);
      void forget("queries");
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
    onClose();
  }
  return (
    <ConfirmDialog
      title={`Delete "${query.name}"?`}
      description="Its text is gone then; what it was published as stays."
      action="Delete query"
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  );
}
