"use client";

import { type FormEvent, useState } from "react";
import type { CanvasPlace } from "#components/canvas/canvas-types.ts";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Change, OnDelete, Table } from "#lib/catalog/types.ts";
import { useBuilder } from "./builder-context.ts";
import { joinTables, keyProblem, relate } from "./commands.ts";

interface RelationDialogProps {
  readonly from: CanvasPlace;
  /** "": still to be chosen. */
  readonly to: string;
  readonly onClose: () => void;
}

type Kind = "many-to-one" | "one-to-one" | "many-to-many";

/** How two tables belong together, asked where a line was drawn or chosen from a menu. */
export function RelationDialog({ from, to: drawn, onClose }: RelationDialogProps) {
  const { draft, tableNamed, make, show, placeBeside } = useBuilder();
  const [target, setTarget] = useState(drawn);
  const [kind, setKind] = useState<Kind>("many-to-one");
  const [onDelete, setOnDelete] = useState<OnDelete>("restrict");
  const [isRequired, setRequired] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const source = tableNamed(from.table);
  const to = tableNamed(target);
  if (source === undefined) return null;
  const isMany = kind === "many-to-many";

  function create(event: FormEvent) {
    event.preventDefault();
    if (source === undefined || to === undefined) return setProblem("Choose the table that it points to.");
    const changes = isMany ? joined(source, to) : pointing(source, to);
    if (changes === null) return setProblem(keyProblem(to) ?? keyProblem(source));
    const [issue] = make(changes);
    if (issue) return setProblem(issue.message);
    const [last] = changes;
    onClose();
    if (last?.kind === "create_table") show({ table: last.table.name, column: null });
  }

  const joined = (a: Table, b: Table): readonly Change[] | null => {
    const change = joinTables(draft.tables, a, b, placeBeside(b.name));
    return change === null ? null : [change];
  };
  const pointing = (a: Table, b: Table) =>
    relate({ from: a, column: from.column, to: b, onDelete, isRequired, isOneToOne: kind === "one-to-one" });

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="New relation"
      description={
        <span className="font-mono text-xs">
          {from.table}
          {from.column === null ? "" : `.${from.column}`} → {target || "…"}
        </span>
      }
    >
      <form onSubmit={create} noValidate className="grid gap-4">
        {problem ? <Notice tone="danger" title={problem} /> : null}
        {drawn === "" ? (
          <Field label="With">
            {(control) => (
              <Select {...control} value={target} onChange={(event) => setTarget(event.target.value)}>
                <option value="">Choose a table…</option>
                {draft.tables.map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
              </Select>
            )}
          </Field>
        ) : null}
        {from.column === null ? (
          <KindChoice from={from.table} to={target || "the other table"} kind={kind} onChange={setKind} />
        ) : null}
        {isMany ? (
          <p className="text-[0.8125rem] text-soft">
            A table between the two is made: each of its rows joins one row of {from.table} with one of{" "}
            {target || "the other"}, at most once, and goes with either of them.
          </p>
        ) : (
          <>
            <Field label={`When a row of ${target || "it"} is deleted`}>
              {(control) => (
                <Select
                  {...control}
                  value={onDelete}
                  onChange={(event) => setOnDelete(event.target.value as OnDelete)}
                >
                  <option value="restrict">Refuse while rows point to it</option>
                  <option value="cascade">Delete the rows that point to it too</option>
                  <option value="set null">Empty the column</option>
                </Select>
              )}
            </Field>
            <Checkbox
              label="Required: every row points to one"
              checked={isRequired}
              onChange={(event) => setRequired(event.target.checked)}
            />
            <TypeNote source={source} column={from.column} to={to} />
          </>
        )}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary">
            {isMany ? "Join them" : "Relate"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface KindChoiceProps {
  readonly from: string;
  readonly to: string;
  readonly kind: Kind;
  readonly onChange: (kind: Kind) => void;
}

function KindChoice({ from, to, kind, onChange }: KindChoiceProps) {
  const kinds: readonly { readonly kind: Kind; readonly words: string; readonly sign: string }[] = [
    { kind: "many-to-one", words: `Many ${from} belong to one of ${to}`, sign: "n : 1" },
    { kind: "one-to-one", words: `One of ${from} belongs to one of ${to}`, sign: "1 : 1" },
    { kind: "many-to-many", words: `Many ${from} belong to many ${to}`, sign: "n : m" },
  ];
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-medium text-[0.8125rem]">How they belong together</legend>
      {kinds.map((choice) => (
        <label
          key={choice.kind}
          className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md border px-3 text-[0.8125rem] has-checked:border-link has-checked:bg-tint"
        >
          <input
            type="radio"
            name="kind"
            className="accent-accent"
            checked={kind === choice.kind}
            onChange={() => onChange(choice.kind)}
          />
          <span className="min-w-0 flex-1">{choice.words}</span>
          <span className="font-mono text-2xs text-faint">{choice.sign}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface TypeNoteProps {
  readonly source: Table;
  readonly column: string | null;
  readonly to: Table | undefined;
}

/** A column that points at a key is of its type: said before it is changed. */
function TypeNote({ source, column, to }: TypeNoteProps) {
  const existing = source.columns.find(({ name }) => name === column);
  const key = to?.columns.find(({ primary_key }) => primary_key === true);
  if (existing === undefined || key === undefined || existing.type === key.type) return null;
  return (
    <Notice tone="warn" title={`${existing.name} becomes ${key.type}`}>
      It is {existing.type} now; values that are no key of {to?.name} do not fit. The review counts them.
    </Notice>
  );
}
