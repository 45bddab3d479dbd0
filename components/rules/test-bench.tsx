"use client";

import { type FormEvent, useId, useState } from "react";
import { call } from "#components/api/client.ts";
import { type FormErrors, formErrors, noFormErrors } from "#components/api/field-errors.ts";
import { Button } from "#components/ui/button.tsx";
import { DataTable } from "#components/ui/data-table.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { useAppUsers } from "#components/users/app-users.ts";
import type { Json } from "#lib/catalog/types.ts";
import type { TriedRules } from "./types.ts";

interface TestBenchProps {
  readonly databaseId: string;
  readonly tables: readonly string[];
}

/** So many of the app's users can be chosen by their address; any other by the id. */
const usersOffered = 100;

/** "As this user, which rows?" */
export function TestBench({ databaseId, tables }: TestBenchProps) {
  const [role, setRole] = useState("authenticated");
  const [errors, setErrors] = useState<FormErrors>(noFormErrors);
  const [tried, setTried] = useState<TriedRules | null>(null);
  const [isPending, setPending] = useState(false);
  const users = useAppUsers(databaseId, "", { limit: usersOffered, offset: 0 });
  const listId = useId();

  async function run(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = String(form.get("user_id") ?? "").trim();
    const userId = users.data?.items.find(({ email }) => email !== "" && email === typed)?.id ?? typed;
    setPending(true);
    setErrors(noFormErrors);
    try {
      const body = {
        table: String(form.get("table")),
        role,
        ...(userId ? { user_id: userId } : {}),
        limit: 10,
      };
      setTried(await call<TriedRules>("POST", `/api/database/${databaseId}/rules/try`, { body }));
    } catch (error) {
      setTried(null);
      setErrors(formErrors(error, ["table", "user_id"]));
    }
    setPending(false);
  }

  return (
    <section aria-labelledby="bench-title">
      <h2 id="bench-title" className="font-semibold text-base">
        Test bench
      </h2>
      <p className="mt-0.5 mb-3 text-soft">See a table as somebody else would. Nothing is changed.</p>
      <form
        onSubmit={(event) => void run(event)}
        className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-[1fr_1fr_1.5fr_auto]"
        noValidate
      >
        <Field label="Table" error={errors.fields.table}>
          {(control) => (
            <Select {...control} name="table">
              {tables.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="As">
          {(control) => (
            <Select {...control} value={role} onChange={(event) => setRole(event.target.value)}>
              <option value="authenticated">A signed-in user</option>
              <option value="anon">A visitor</option>
              <option value="service_role">The service</option>
            </Select>
          )}
        </Field>
        <Field
          label="User"
          className="sm:col-span-2 lg:col-span-1"
          error={errors.fields.user_id && "Choose a user of the app, or paste a user’s id."}
        >
          {(control) => (
            <>
              <Input
                {...control}
                name="user_id"
                list={listId}
                disabled={role !== "authenticated"}
                placeholder="E-mail or id; empty: anybody"
                autoComplete="off"
                spellCheck={false}
              />
              <datalist id={listId}>
                {users.data?.items.map(({ id, email }) => (
                  <option key={id} value={email || id} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Button type="submit" pending={isPending} className="justify-self-start">
          Show rows
        </Button>
      </form>
      {errors.form ? <Notice tone="danger" title={errors.form} className="mt-4" /> : null}
      {tried ? <Result tried={tried} /> : null}
    </section>
  );
}

function Result({ tried }: { readonly tried: TriedRules }) {
  const { visible, total, changeable, deletable } = tried;
  return (
    <div className="mt-4 grid grid-cols-1 gap-3" aria-live="polite">
      <p>
        Sees <strong>{visible.toLocaleString("en")}</strong> of {total.toLocaleString("en")} rows; could
        change {changeable.toLocaleString("en")} and delete {deletable.toLocaleString("en")} of them.
      </p>
      {tried.rows.length === 0 ? null : (
        <DataTable
          label="Rows that are seen"
          head={tried.columns.map((column) => ({
            key: column,
            title: <span className="font-mono">{column}</span>,
          }))}
          rows={tried.rows.map((row, index) => ({
            // The rows have no key that every table shares, and the list is never reordered.
            key: String(index),
            cells: tried.columns.map((column) => ({ key: column, content: shown(row[column]) })),
          }))}
        />
      )}
    </div>
  );
}

function shown(value: Json | undefined): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
