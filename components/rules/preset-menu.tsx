"use client";

import { ShieldCheck } from "lucide-react";
import type { TableInfo } from "#components/api/types.ts";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "#components/ui/menu.tsx";
import { memberships, ownerColumns, type Preset, presetChanges } from "#lib/catalog/rules/presets.ts";
import type { Change, Table } from "#lib/catalog/types.ts";

interface PresetMenuProps {
  readonly table: Table;
  readonly tables: readonly TableInfo[];
  readonly onPick: (changes: readonly Change[]) => void;
}

/** Ready-made rules that fit the table. */
export function PresetMenu({ table, tables, onPick }: PresetMenuProps) {
  const schemas = tables.map(({ schema }) => schema);
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button size="sm" variant="primary">
          <ShieldCheck /> Add a usual rule
        </Button>
      </MenuTrigger>
      <MenuContent align="start">
        {presetsFor(table, tables).map(({ label, preset }) => (
          <MenuItem key={label} onSelect={() => onPick(presetChanges(table, preset, schemas))}>
            {label}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

function presetsFor(
  table: Table,
  tables: readonly TableInfo[],
): readonly { readonly label: string; readonly preset: Preset }[] {
  const users = tables.find(({ is_auth }) => is_auth)?.table_name ?? "users";
  const schemas = tables.map(({ schema }) => schema);
  return [
    { label: "Anyone can read", preset: { kind: "anyone_reads" } },
    { label: "Signed-in users can read", preset: { kind: "signed_in_read" } },
    { label: "Signed-in users can do everything", preset: { kind: "signed_in_write" } },
    ...ownerColumns(table, users).map((column) => ({
      label: `Only the owner (${column})`,
      preset: { kind: "owner", column } as const,
    })),
    ...memberships(table, schemas, users).map((through) => ({
      label: `Members through ${through.table} (${through.column})`,
      preset: { kind: "members", through } as const,
    })),
  ];
}
