"use client";

import { Check, ListTree } from "lucide-react";
import { TypeIcon } from "#components/tables/type-icon.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "#components/ui/menu.tsx";
import { isGroupable } from "#lib/catalog/grid-view.ts";
import type { Column } from "#lib/catalog/types.ts";

interface GroupMenuProps {
  readonly columns: readonly Column[];
  readonly group: string | null;
  readonly onChange: (group: string | null) => void;
}

/** The column whose values make the groups. */
export function GroupMenu({ columns, group, onChange }: GroupMenuProps) {
  const offered = columns.filter(({ type, primary_key }) => isGroupable(type) && primary_key !== true);
  if (offered.length === 0) return null;
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button size="sm">
          <ListTree aria-hidden="true" />
          {group === null ? "Group" : `Group: ${group}`}
        </Button>
      </MenuTrigger>
      <MenuContent align="start" className="max-h-80 overflow-y-auto">
        <MenuItem onSelect={() => onChange(null)}>
          {group === null ? <Check aria-hidden="true" /> : <span className="size-4" />}
          No groups
        </MenuItem>
        <MenuSeparator />
        {offered.map((column) => (
          <MenuItem key={column.name} onSelect={() => onChange(column.name)}>
            {group === column.name ? <Check aria-hidden="true" /> : <TypeIcon column={column} />}
            <span className="font-mono text-xs">{column.name}</span>
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
