"use client";

import { type FormEvent, useState } from "react";
import { call } from "#components/api/client.ts";
import { formErrors, noFormErrors } from "#components/api/field-errors.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Switch } from "#components/ui/switch.tsx";
import type { QueryParameter } from "#lib/catalog/query-parameters.ts";
import { type SavedQuery, useForgetPanel } from "./panel-api.ts";

interface SaveDialogProps {
  readonly databaseId: string;
  /** The query whose name, folder and sharing are changed; absent: a new one. */
  readonly saved?: SavedQuery;
  /** Of a new one. */
  readonly draft?: { readonly query: string; readonly parameters: readonly QueryParameter[] };
  readonly onSaved?: (query: SavedQuery) => void;
  readonly onClose: () => void;
}

/** Asks for a saved query's name and place. */
export function SaveDialog({ databaseId, saved, draft, onSaved, onClose }: SaveDialogProps) {
  const [name, setName] = useState(saved?.name ?? "");
  const [folder, setFolder] = useState(saved?.folder ?? "");
  const [isShared, setShared] = useState(saved?.is_shared ?? false);
  const [errors, setErrors] = useState(noFormErrors);
  const [isPending, setPending] = useState(false);
  const forget = useForgetPanel(databaseId);

  async function save(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const path = `/api/database/${databaseId}/sql/queries${saved === undefined ? "" : `/${saved.id}`}`;
    const body = { name, folder, is_shared: isShared, ...draft };
    try {
      const method = saved === undefined ? "POST" : "PATCH";
      const { query } = await call<{ query: SavedQuery }>(method, path, { body });
      void forget("queries");
      onSaved?.(query);
      onClose();
    } catch (error) {
      setErrors(formErrors(error, ["name", "folder"]));
      setPending(false);
    }
  }

  const title = saved === undefined ? "Save query" : "Rename, move or share";
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())} title={title}>
      <form className="grid gap-4" onSubmit={(event) => void save(event)}>
        <Field label="Name" required error={errors.fields.name}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={100}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Folder"
          hint="Reports/2026 lies within Reports; empty is the top."
          error={errors.fields.folder}
        >
          {(control) => (
            <Input
              {...control}
              value={folder}
              maxLength={200}
              onChange={(event) => setFolder(event.target.value)}
            />
          )}
        </Field>
        <div className="flex items-center justify-between gap-4">
          <span id="share-query" className="text-[0.8125rem]">
            Everybody in the project sees it
          </span>
          <Switch aria-labelledby="share-query" checked={isShared} onCheckedChange={setShared} />
        </div>
        {errors.form ? <Notice tone="danger" title={errors.form} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" pending={isPending}>
            {saved === undefined ? "Save query" : "Save changes"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
