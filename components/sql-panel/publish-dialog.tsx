"use client";

import { type FormEvent, useState } from "react";
import { ApiError } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { formErrors, noFormErrors } from "#components/api/field-errors.ts";
import { useForget } from "#components/api/queries.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import { formatColumn } from "#lib/catalog/codegen/format-column.ts";
import { sampleValue } from "#lib/catalog/codegen/sample-value.ts";
import type { QueryParameter } from "#lib/catalog/query-parameters.ts";
import type { SavedQuery } from "./panel-api.ts";

interface PublishDialogProps {
  readonly databaseId: string;
  readonly query: SavedQuery;
  readonly onClose: () => void;
}

interface Published {
  readonly name: string;
  readonly arguments: readonly QueryParameter[];
}

/** Makes a saved query a function of the data API. */
export function PublishDialog({ databaseId, query, onClose }: PublishDialogProps) {
  const [name, setName] = useState(functionName(query.name));
  const [isTaken, setTaken] = useState(false);
  const [errors, setErrors] = useState(noFormErrors);
  const [isPending, setPending] = useState(false);
  const [published, setPublished] = useState<Published | null>(null);
  const forget = useForget(databaseId);

  async function publish(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    try {
      const path = `/api/database/${databaseId}/sql/queries/${query.id}/publish`;
      const answer = await call<{ function: Published }>("POST", path, { body: { name, replace: isTaken } });
      setPublished(answer.function);
      void forget.schema();
    } catch (error) {
      // duplicate_function: the next click replaces it.
      setTaken(error instanceof ApiError && error.code === "42723");
      setErrors(formErrors(error, ["name"]));
    }
    setPending(false);
  }

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={`Publish "${query.name}"`}
      description="As a stored function that your app calls by its name. It reads with the rules of whoever calls it."
    >
      {published === null ? (
        <form className="grid grid-cols-1 gap-4" onSubmit={(event) => void publish(event)}>
          <Field label="Name of the function" required error={errors.fields.name}>
            {(control) => (
              <Input
                {...control}
                value={name}
                className="font-mono"
                onChange={(event) => {
                  setName(event.target.value);
                  setTaken(false);
                }}
              />
            )}
          </Field>
          <p className="text-[0.8125rem] text-soft">
            The function keeps the query as it is now. Edit the query and publish it again under the same name
            to change the function.
          </p>
          {errors.form ? <Notice tone="danger" title={errors.form} /> : null}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" pending={isPending}>
              {isTaken ? "Replace function" : "Publish"}
            </Button>
          </div>
        </form>
      ) : (
        <PublishedFunction published={published} onClose={onClose} />
      )}
    </Dialog>
  );
}

function PublishedFunction({
  published,
  onClose,
}: {
  readonly published: Published;
  readonly onClose: () => void;
}) {
  const { name } = published;
  const code = callOf(published);
  return (
    <div className="grid grid-cols-1 gap-4">
      <p role="status">It is there. An app calls it like this:</p>
      <div className="flex items-start gap-1 rounded-lg border bg-sunken">
        <ScrollRegion label="How to call it" className="min-w-0 flex-1 overflow-x-auto p-3">
          <pre className="font-mono text-xs">{code}</pre>
        </ScrollRegion>
        <CopyButton text={code} label="Copy code" />
      </div>
      <p className="text-[0.8125rem] text-soft">
        It is a copy: what you change in the saved query is published by publishing it again under the same
        name. <code className="font-mono text-xs">DROP FUNCTION {name}</code> takes it away.
      </p>
      <div className="flex justify-end">
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}

function callOf({ name, arguments: args }: Published): string {
  if (args.length === 0) return `const { data, error } = await client.rpc("${name}")`;
  const given = args.map((one) => `  ${one.name}: ${valueInCode(one)},`);
  return `const { data, error } = await client.rpc("${name}", {\n${given.join("\n")}\n})`;
}

/** The default, else some value of the type; numbers as such where JavaScript holds them to the digit. */
function valueInCode({ name, type, default: value }: QueryParameter): string {
  if (value === null) return sampleValue(formatColumn(name, type));
  const isPlain =
    type === "boolean" || (/^(?:int|bigint|numeric|double)/.test(type) && String(Number(value)) === value);
  return isPlain ? value : JSON.stringify(value);
}

/** `Busy posts, 2026` → `busy_posts_2026` */
function functionName(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^[_0-9]+|_+$/g, "");
  return plain === "" ? "my_query" : plain.slice(0, 63);
}
