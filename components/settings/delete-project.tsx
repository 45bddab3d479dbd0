"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import type { CurrentProject } from "#components/shell/project-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.ts";

/** The end of a project: asks for its name, because nothing brings it back. */
export function DeleteProject({ project }: { readonly project: CurrentProject }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <section aria-labelledby="delete-title" className="rounded-xl border border-danger/40 p-5">
      <h2 id="delete-title" className="font-semibold text-base">
        Delete this project
      </h2>
      <p className="mt-1 mb-4 max-w-prose text-soft">
        Its tables, all their rows, its users and its keys are gone at once. Nothing brings them back.
      </p>
      <Button variant="danger" onClick={() => setAsking(true)}>
        Delete project…
      </Button>
      <Dialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Delete ${project.name}?`}
        description="All of its tables, rows, users and keys are removed for good."
      >
        <DeleteForm project={project} onCancel={() => setAsking(false)} />
      </Dialog>
    </section>
  );
}

interface DeleteFormProps {
  readonly project: CurrentProject;
  readonly onCancel: () => void;
}

function DeleteForm({ project, onCancel }: DeleteFormProps) {
  const router = useRouter();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);

  async function remove(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    try {
      await call("DELETE", `/api/projects/${project.id}`, { body: { name: typed } });
      client.removeQueries({ queryKey: queryKeys.database(project.databaseId) });
      await client.invalidateQueries({ queryKey: queryKeys.projects });
      toast({ tone: "good", title: `${project.name} deleted` });
      router.push("/projects");
    } catch (refusal) {
      setError(refusal);
      setPending(false);
    }
  }

  return (
    <form onSubmit={(event) => void remove(event)} className="grid gap-4">
      {error === null ? null : (
        <Notice tone="danger" title={explain(error).title}>
          {explain(error).description}
        </Notice>
      )}
      <Field
        label={
          <>
            Type <span className="font-mono">{project.name}</span> to confirm
          </>
        }
      >
        {(control) => (
          <Input
            {...control}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          Keep it
        </Button>
        <Button type="submit" variant="danger" pending={isPending} disabled={typed !== project.name}>
          Delete project
        </Button>
      </div>
    </form>
  );
}
