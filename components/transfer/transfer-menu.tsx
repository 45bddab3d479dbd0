"use client";

import { ArrowDownUp, Download, FileUp } from "lucide-react";
import Link from "next/link";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "#components/ui/menu.tsx";
import { exportAddress } from "./export-address.ts";

/** What is shown of a table, as its list asks for it. */
export interface TransferQuery {
  readonly filters?: unknown;
  readonly sort?: unknown;
  readonly search?: string | undefined;
}

interface TransferMenuProps {
  readonly tableName: string;
  readonly query?: TransferQuery;
}

const formats = [
  ["csv", "CSV"],
  ["tsv", "TSV"],
  ["json", "JSON"],
  ["ndjson", "NDJSON"],
  ["sql", "SQL for a plain Postgres"],
] as const;

/** A table's rows out of the database, as they are shown, and rows of a file into it. */
export function TransferMenu({ tableName, query = {} }: TransferMenuProps) {
  const { id, databaseId, role } = useProject();
  const { filters, sort, search } = query;
  const isNarrowed = filters !== undefined || (search ?? "") !== "";
  const asked = {
    ...(filters === undefined ? {} : { filters: JSON.stringify(filters) }),
    ...(sort === undefined ? {} : { sort: JSON.stringify(sort) }),
    ...(search === undefined || search === "" ? {} : { search }),
  };
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button aria-label="Import and export">
          <ArrowDownUp aria-hidden="true" />
          <span className="max-sm:sr-only">Import / export</span>
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        {mayDo(role, "editor") ? (
          <>
            <MenuItem asChild>
              <Link href={`/projects/${id}/database/transfer?table=${encodeURIComponent(tableName)}`}>
                <FileUp aria-hidden="true" />
                Import a file…
              </Link>
            </MenuItem>
            <MenuSeparator />
          </>
        ) : null}
        <MenuLabel>{isNarrowed ? "Export the rows that are found as" : "Export all rows as"}</MenuLabel>
        {formats.map(([format, label]) => (
          <MenuItem key={format} asChild>
            <a href={exportAddress(databaseId, { table: tableName, format, ...asked })} download>
              <Download aria-hidden="true" />
              {label}
            </a>
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
