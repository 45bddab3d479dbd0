"use client";

import { type FormEvent, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import type { SavedView } from "#components/api/types.ts";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

interface ViewDialogProps {
  /** Null: a new one. */
  readonly view: SavedView | null;
  readonly mayShare: boolean;
  readonly onClose: () => void;
  readonly onSave: (fields: { readonly name: string; readonly is_shared: boolean }) => Promise<unknown>;
}

export function ViewDialog({ view, mayShare, onClose, onSave }: ViewDialogProps) {
  const [name, setName] = useState(view?.name ?? "");
  const [isShared, setShared] = useState(view?.is_shared ?? false);
  const [problem, setProblem] = useState<string | undefined>();
  const [isPending, setPending] = useState(false);

  async function save(event: FormEvent) {
    event.preventDefault();
    if (name.trim() === "") return setProblem("A view needs a name.");
    setPending(true);
    try {
      await onSave({ name: name.trim(), is_shared: isShared });
      onClose();
    } catch (error) {
      setProblem(explain(error).title);
      setPending(false);
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={view ? "Rename view" : "Save as view"}
      {...(view ? {} : { description: "Filters, order, groups and columns as they are now." })}
    >
      <form onSubmit={(event) => void save(event)} className="grid gap-4" noValidate>
        <Field label="Name" error={problem}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={80}
              onChange={(event) => {
                setName(event.target.value);
                setProblem(undefined);
              }}
              autoComplete="off"
            />
          )}
        </Field>
        {mayShare && view === null ? (
          <Checkbox
            label="Share it with everyone in the project"
            checked={isShared}
            onChange={(event) => setShared(event.target.checked)}
          />
        ) : null}
        <div className="flex justify-end">
          <Button type="submit" variant="primary" pending={isPending}>
            {view ? "Rename" : "Save view"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
