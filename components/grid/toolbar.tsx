"use client";

import type { ReactNode } from "react";
import type { TableInfo } from "#components/api/types.ts";
import type { GridDefinition } from "#lib/catalog/grid-view.ts";
import type { Column } from "#lib/catalog/types.ts";
import { ColumnsPopover } from "./columns-popover.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { GroupMenu } from "./group-menu.tsx";
import { SearchBox } from "./search-box.tsx";
import { shownColumns } from "./shown-columns.ts";
import { SortPopover } from "./sort-popover.tsx";

interface ToolbarProps {
  readonly databaseId: string;
  readonly info: TableInfo;
  readonly tables: readonly TableInfo[];
  readonly view: GridDefinition;
  /** The column that a menu asks to be filtered by. */
  readonly asked: Column | null;
  readonly onAsked: () => void;
  readonly onChange: (fields: Partial<GridDefinition>, isTyping?: boolean) => void;
  /** At the right end: what takes rows in and out. */
  readonly children?: ReactNode;
}

/** What of the rows is shown, and in which order. */
export function Toolbar({
  databaseId,
  info,
  tables,
  view,
  asked,
  onAsked,
  onChange,
  children,
}: ToolbarProps) {
  const columns = shownColumns(info);
  return (
    <div
      role="toolbar"
      aria-label="What is shown"
      className="flex flex-wrap items-center gap-2 px-4 py-2 md:px-6"
    >
      <SearchBox
        label={`Search ${info.table_name}`}
        value={view.search}
        onChange={(search) => onChange({ search }, true)}
      />
      <FilterBar
        {...{ databaseId, columns, tables, asked, onAsked }}
        filter={view.filter}
        onChange={(filter) => onChange({ filter })}
      />
      <SortPopover columns={columns} sort={view.sort} onChange={(sort) => onChange({ sort })} />
      <GroupMenu columns={columns} group={view.group} onChange={(group) => onChange({ group })} />
      <ColumnsPopover info={info} view={view} onChange={onChange} />
      <div className="ml-auto flex items-center gap-2 empty:hidden">{children}</div>
    </div>
  );
}
