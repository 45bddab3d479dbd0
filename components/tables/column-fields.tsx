"use client";

import type { TableInfo } from "#components/api/types.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Select, Textarea } from "#components/ui/input.tsx";
import type { ColumnType } from "#lib/catalog/types.ts";
import { type ColumnDraft, referenceName } from "./column-draft.ts";
import { offeredTypes, typeWords } from "./column-types.ts";

interface ColumnFieldsProps {
  readonly draft: ColumnDraft;
  readonly tables: readonly Pick<TableInfo, "id" | "table_name">[];
  readonly errors: { readonly [field: string]: string };
  readonly onChange: (draft: ColumnDraft) => void;
  /** One field a line, for a panel that is narrow on a wide screen. */
  readonly isNarrow?: boolean;
}

/** The form of one column: what it is called, what it holds, what must be true of it. */
export function ColumnFields({ draft, tables, errors, onChange, isNarrow = false }: ColumnFieldsProps) {
  const set = (fields: Partial<ColumnDraft>) => onChange({ ...draft, ...fields });
  return (
    <div className="grid gap-4">
      <div className={isNarrow ? "grid gap-4" : "grid gap-4 sm:grid-cols-2"}>
        <Field label="Name" error={errors.name}>
          {(control) => (
            <Input
              {...control}
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
              placeholder="price"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="font-mono md:text-[0.8125rem]"
            />
          )}
        </Field>
        <Field label="Type" error={errors.type}>
          {(control) => (
            <Select
              {...control}
              value={draft.type}
              onChange={(event) => set({ type: event.target.value as ColumnType | "reference" })}
            >
              <option value="reference">Relation to another table</option>
              {offeredTypes.map((type) => (
                <option key={type} value={type}>
                  {typeWords[type].label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <TypeDetails {...{ draft, tables, errors, set, isNarrow }} />
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        <Checkbox
          label="Required"
          checked={draft.isRequired}
          onChange={(event) => set({ isRequired: event.target.checked })}
        />
        <Checkbox
          label="Unique"
          checked={draft.isUnique}
          onChange={(event) => set({ isUnique: event.target.checked })}
        />
        <Checkbox
          label="Fast to filter and sort (indexed)"
          checked={draft.isIndexed}
          onChange={(event) => set({ isIndexed: event.target.checked })}
        />
      </div>
      <Field label="Description" error={errors.description}>
        {(control) => (
          <Input
            {...control}
            value={draft.description}
            placeholder="What it says, and in which unit"
            autoComplete="off"
            onChange={(event) => set({ description: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}

interface TypeDetailsProps extends Omit<ColumnFieldsProps, "onChange" | "isNarrow"> {
  readonly isNarrow: boolean;
  readonly set: (fields: Partial<ColumnDraft>) => void;
}

/** What only some types ask: the choices, or the table that is pointed to; all others, a default. */
function TypeDetails({ draft, tables, errors, set, isNarrow }: TypeDetailsProps) {
  if (draft.type === "reference") return <RelationFields {...{ draft, tables, errors, set, isNarrow }} />;
  return (
    <>
      {draft.type === "enum" ? (
        <Field label="Choices" hint="One a line." error={errors.enum_values}>
          {(control) => (
            <Textarea
              {...control}
              value={draft.choices}
              rows={3}
              placeholder={"draft\npublished"}
              onChange={(event) => set({ choices: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      <Field label="Default" hint={defaultHint(draft.type)} error={errors.default}>
        {(control) => (
          <Input
            {...control}
            value={draft.defaultText}
            placeholder="None"
            autoComplete="off"
            onChange={(event) => set({ defaultText: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

function RelationFields({ draft, tables, errors, set, isNarrow }: TypeDetailsProps) {
  return (
    <div className={isNarrow ? "grid gap-4" : "grid gap-4 sm:grid-cols-2"}>
      <Field label="Points to a row of" error={errors.references}>
        {(control) => (
          <Select
            {...control}
            value={draft.target}
            onChange={({ target }) =>
              set({ target: target.value, name: draft.name || referenceName(target.value) })
            }
          >
            <option value="">Choose a table…</option>
            {tables.map((table) => (
              <option key={table.id}>{table.table_name}</option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="When that row is deleted">
        {(control) => (
          <Select
            {...control}
            value={draft.onDelete}
            onChange={(event) => set({ onDelete: event.target.value as ColumnDraft["onDelete"] })}
          >
            <option value="restrict">Refuse while rows point to it</option>
            <option value="cascade">Delete this row too</option>
            <option value="set null">Empty this column</option>
          </Select>
        )}
      </Field>
    </div>
  );
}

function defaultHint(type: ColumnDraft["type"]): string | undefined {
  if (type === "timestamptz" || type === "date") return "A value, or now() for the moment of saving.";
  if (type === "uuid") return "A value, or gen_random_uuid() for a new one.";
  if (type === "boolean") return "true or false.";
  return undefined;
}
