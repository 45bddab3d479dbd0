"use client";

import { type FormEvent, useState } from "react";
import { type FormErrors, formErrors, noFormErrors } from "#components/api/field-errors.ts";
import { Button } from "#components/ui/button.tsx";
import { Sheet } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Select, Textarea } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { policyWords } from "#lib/catalog/rules/policy-words.ts";
import type { Change, Policy, PolicyRole, Table } from "#lib/catalog/types.ts";

interface PolicySheetProps {
  readonly table: Table;
  readonly policy: Policy | "new" | null;
  readonly onClose: () => void;
  /** @throws what the server says of the rule. */
  readonly onSave: (changes: readonly Change[]) => Promise<void>;
}

export function PolicySheet({ table, policy, onClose, onSave }: PolicySheetProps) {
  return (
    <Sheet
      open={policy !== null}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={policy === "new" ? `New rule for ${table.name}` : "Change the rule"}
      description="A condition in SQL over the row. It may use auth.uid(), auth.jwt(), auth.role() and other tables."
    >
      {policy === null ? null : (
        <PolicyForm table={table} policy={policy === "new" ? null : policy} onSave={onSave} />
      )}
    </Sheet>
  );
}

interface Draft {
  readonly name: string;
  readonly command: NonNullable<Policy["command"]>;
  readonly roles: PolicyRole;
  readonly kind: NonNullable<Policy["kind"]>;
  readonly using: string;
  readonly check: string;
}

function PolicyForm({
  table,
  policy,
  onSave,
}: {
  readonly table: Table;
  readonly policy: Policy | null;
  readonly onSave: PolicySheetProps["onSave"];
}) {
  const [draft, setDraft] = useState<Draft>(draftOf(policy));
  const [errors, setErrors] = useState<FormErrors>(noFormErrors);
  const [isPending, setPending] = useState(false);
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const hasUsing = draft.command !== "insert";
  const hasCheck = draft.command !== "select" && draft.command !== "delete";

  async function save(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    setErrors(noFormErrors);
    try {
      await onSave(changesOf(table, policy, toPolicy(draft)));
    } catch (error) {
      const prefixes = [0, 1].flatMap((index) => [`/changes/${index}/policy`, `/changes/${index}/set`]);
      setErrors(formErrors(error, ["name", "using", "check"], prefixes));
      setPending(false);
    }
  }

  return (
    <form
      onSubmit={(event) => void save(event)}
      className="grid flex-1 content-start gap-4 overflow-y-auto p-5"
      noValidate
    >
      {errors.form ? <Notice tone="danger" title={errors.form} /> : null}
      <Field label="Name" required error={errors.fields.name}>
        {(control) => (
          <Input
            {...control}
            value={draft.name}
            onChange={(event) => set({ name: event.target.value })}
            autoComplete="off"
          />
        )}
      </Field>
      <div className="grid grid-cols-[1.25fr_1fr] gap-4">
        <Field label="Who">
          {(control) => (
            <Select
              {...control}
              value={draft.roles}
              onChange={(event) => set({ roles: event.target.value as PolicyRole })}
            >
              <option value="authenticated">Signed-in users</option>
              <option value="anon">Visitors</option>
              <option value="public">Anyone</option>
            </Select>
          )}
        </Field>
        <Field label="May">
          {(control) => (
            <Select
              {...control}
              value={draft.command}
              disabled={policy !== null}
              onChange={(event) => set({ command: event.target.value as Draft["command"] })}
            >
              <option value="all">do everything</option>
              <option value="select">read</option>
              <option value="insert">add</option>
              <option value="update">change</option>
              <option value="delete">delete</option>
            </Select>
          )}
        </Field>
      </div>
      <Field label="Kind" hint="One permitting rule is enough; every restricting one must agree.">
        {(control) => (
          <Select
            {...control}
            value={draft.kind}
            disabled={policy !== null}
            onChange={(event) => set({ kind: event.target.value as Draft["kind"] })}
          >
            <option value="permissive">Permits</option>
            <option value="restrictive">Restricts</option>
          </Select>
        )}
      </Field>
      {hasUsing ? (
        <Field label="Rows that are there (using)" error={errors.fields.using}>
          {(control) => (
            <Textarea
              {...control}
              value={draft.using}
              onChange={(event) => set({ using: event.target.value })}
              spellCheck={false}
              placeholder="owner_id = auth.uid()"
              className="font-mono md:text-[0.8125rem]"
            />
          )}
        </Field>
      ) : null}
      {hasCheck ? (
        <Field
          label="Rows as they are written (check)"
          hint={hasUsing ? "Left empty, it is the same condition." : undefined}
          error={errors.fields.check}
        >
          {(control) => (
            <Textarea
              {...control}
              value={draft.check}
              onChange={(event) => set({ check: event.target.value })}
              spellCheck={false}
              placeholder="owner_id = auth.uid()"
              className="font-mono md:text-[0.8125rem]"
            />
          )}
        </Field>
      ) : null}
      <p className="rounded-lg bg-sunken p-3 text-[0.8125rem] text-soft" aria-live="polite">
        {policyWords(toPolicy(draft), table.name)}
      </p>
      <Button type="submit" variant="primary" pending={isPending} className="justify-self-start">
        Save rule
      </Button>
    </form>
  );
}

function draftOf(policy: Policy | null): Draft {
  const [role = "authenticated"] = policy === null ? [] : (policy.roles ?? ["public"]);
  return {
    name: policy?.name ?? "",
    command: policy?.command ?? "all",
    roles: role,
    kind: policy?.kind ?? "permissive",
    using: policy?.using ?? "",
    check: policy?.check ?? "",
  };
}

function toPolicy({ name, command, roles, kind, using, check }: Draft): Policy {
  const hasUsing = command !== "insert" && using.trim() !== "";
  const hasCheck = command !== "select" && command !== "delete" && check.trim() !== "";
  return {
    name: name.trim(),
    command,
    roles: [roles],
    kind,
    ...(hasUsing ? { using: using.trim() } : {}),
    ...(hasCheck ? { check: check.trim() } : {}),
  };
}

function changesOf(table: Table, before: Policy | null, after: Policy): readonly Change[] {
  if (before === null) return [{ kind: "create_policy", table: table.name, policy: after }];
  const { using, check } = after;
  const set = {
    ...(after.name === before.name ? {} : { name: after.name }),
    ...(after.roles === undefined ? {} : { roles: after.roles }),
    ...(using === before.using ? {} : { using: using ?? null }),
    ...(check === before.check ? {} : { check: check ?? null }),
  };
  return [{ kind: "alter_policy", table: table.name, name: before.name, set }];
}
