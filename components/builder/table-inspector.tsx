"use client";

import { Copy, Ellipsis, Network, Plus, Rows3, Trash2, Waypoints } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useProject } from "#components/shell/project-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "#components/ui/menu.tsx";
import type { Table } from "#lib/catalog/types.ts";
import { useBuilder } from "./builder-context.ts";
import { ColumnOrder } from "./column-order.tsx";
import { addColumn, duplicateTable, newColumn } from "./commands.ts";
import { TableRelations } from "./table-relations.tsx";

/** Everything about the selected table, each thing editable where it stands. */
export function TableInspector({ table }: { readonly table: Table }) {
  const builder = useBuilder();
  return (
    <div className="grid content-start gap-6 p-4">
      <TableFields key={`${table.name} ${table.description}`} table={table} />
      <section aria-labelledby="inspector-columns">
        <div className="mb-2 flex items-center justify-between">
          <h3 id="inspector-columns" className="font-semibold text-[0.8125rem]">
            Columns
          </h3>
          <Button
            size="sm"
            onClick={() => {
              const column = newColumn(table, "text");
              builder.make(addColumn(table, column));
              builder.select({ table: table.name, column: column.name });
            }}
          >
            <Plus aria-hidden="true" />
            Add column
          </Button>
        </div>
        <ColumnOrder table={table} />
      </section>
      <TableRelations table={table} />
    </div>
  );
}

function TableFields({ table }: { readonly table: Table }) {
  const builder = useBuilder();
  const [error, setError] = useState<string | undefined>();
  function rename(to: string) {
    if (to === "" || to === table.name) return setError(undefined);
    const [issue] = builder.draft.edit([{ kind: "rename_table", table: table.name, to }]);
    setError(issue?.message);
    if (issue) return;
    builder.select({ table: to, column: null });
    builder.say(`${table.name} is called ${to} now`);
  }
  return (
    <div className="grid gap-3">
      <div className="flex items-end gap-2">
        <Field label="Table" error={error} className="flex-1">
          {(control) => (
            <Input
              {...control}
              defaultValue={table.name}
              onBlur={(event) => rename(event.target.value.trim())}
              onKeyDown={(event) => {
                if (event.key === "Enter") rename(event.currentTarget.value.trim());
              }}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="font-mono md:text-[0.8125rem]"
            />
          )}
        </Field>
        <TableMenu table={table} />
      </div>
      <Field label="Description">
        {(control) => (
          <Input
            {...control}
            defaultValue={table.description ?? ""}
            placeholder="What a row of it is"
            onBlur={({ target }) => {
              const description = target.value.trim();
              if (description !== (table.description ?? ""))
                builder.make([{ kind: "describe_table", table: table.name, description }]);
            }}
          />
        )}
      </Field>
    </div>
  );
}

/** What can be done with a whole table, also from its card and its line in the list. */
export function TableMenu({ table, className }: { readonly table: Table; readonly className?: string }) {
  const builder = useBuilder();
  const { id } = useProject();
  const isStored = builder.draft.state.base.tables.some(({ name }) => name === table.name);
  const relate = (to: string) =>
    builder.open({ kind: "relation", from: { table: table.name, column: null }, to });
  function duplicate() {
    const change = duplicateTable(builder.draft.tables, table, builder.placeBeside(table.name));
    if (builder.make([change]).length === 0) builder.show({ table: change.table.name, column: null });
  }
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button
          variant="ghost"
          size="icon"
          className={className}
          aria-label={`What to do with ${table.name}`}
        >
          <Ellipsis />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem onSelect={() => relate("")}>
          <Waypoints aria-hidden="true" />
          Relate to a table…
        </MenuItem>
        <MenuItem onSelect={duplicate}>
          <Copy aria-hidden="true" />
          Duplicate
        </MenuItem>
        <MenuItem onSelect={() => builder.show({ table: table.name, column: null })}>
          <Network aria-hidden="true" />
          Show on the canvas
        </MenuItem>
        {isStored ? (
          <MenuItem asChild>
            <Link href={`/projects/${id}/database/tables/${encodeURIComponent(table.name)}`}>
              <Rows3 aria-hidden="true" />
              Open its rows
            </Link>
          </MenuItem>
        ) : null}
        <MenuItem
          tone="danger"
          onSelect={() => builder.open({ kind: "drop", place: { table: table.name, column: null } })}
        >
          <Trash2 aria-hidden="true" />
          Drop table
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
