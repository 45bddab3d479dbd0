"use client";

import { Download, Square } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "#components/ui/menu.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { toast } from "#components/ui/toast.ts";
import { type ExportFormat, exportResult } from "./export-result.ts";
import type { RunningResult } from "./running-results.ts";
import { fileNames, saveFile } from "./save-file.ts";
import { sizeOf, useExportAll } from "./use-export-all.ts";

const formats: readonly { readonly format: ExportFormat; readonly label: string; readonly type: string }[] = [
  { format: "csv", label: "CSV", type: "text/csv" },
  { format: "json", label: "JSON", type: "application/json" },
  { format: "markdown", label: "Markdown", type: "text/markdown" },
];

interface ExportMenuProps {
  readonly databaseId: string;
  readonly result: RunningResult;
}

/** The rows as a file, or in the clipboard: those that are shown, or all by running the query again. */
export function ExportMenu({ databaseId, result }: ExportMenuProps) {
  const all = useExportAll(databaseId);
  const { source, command, rows, truncated, isComplete } = result;
  if (result.columns.length === 0) return null;
  if (all.bytes !== null) return <Exporting bytes={all.bytes} onStop={all.stop} />;
  const shown = `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}`;
  const hasMore = source !== undefined && command === "SELECT" && (truncated || !isComplete);
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button size="sm" variant="ghost" className="ml-auto">
          <Download aria-hidden="true" />
          Export
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        {hasMore ? (
          <>
            <MenuLabel>Run again and save all rows as</MenuLabel>
            {formats.map(({ format, label }) => (
              <MenuItem key={format} onSelect={() => void all.start(source, format)}>
                {`${label}, all rows`}
              </MenuItem>
            ))}
            <MenuSeparator />
          </>
        ) : null}
        <MenuLabel>{hasMore ? `Save the first ${shown} as` : `Save ${shown} as`}</MenuLabel>
        {formats.map(({ format, label, type }) => (
          <MenuItem
            key={format}
            onSelect={() =>
              saveFile(
                new Blob([exportResult(result, format)], { type: `${type};charset=utf-8` }),
                fileNames[format],
              )
            }
          >
            {label}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuLabel>{hasMore ? `Copy the first ${shown} as` : "Copy them as"}</MenuLabel>
        {formats.map(({ format, label }) => (
          <MenuItem key={format} onSelect={() => void copy(exportResult(result, format), label)}>
            {label}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

function Exporting({ bytes, onStop }: { readonly bytes: number; readonly onStop: () => void }) {
  return (
    <div className="ml-auto flex items-center gap-2">
      <Spinner />
      <span className="tabular-nums">{`Exporting all rows, ${sizeOf(bytes)}`}</span>
      <Button size="sm" variant="ghost" onClick={onStop}>
        <Square aria-hidden="true" />
        Stop export
      </Button>
    </div>
  );
}

async function copy(text: string, label: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast({ tone: "good", title: `Copied the rows as ${label}` });
  } catch {
    toast({
      tone: "danger",
      title: "Could not copy",
      description: "The browser refuses the clipboard here.",
    });
  }
}
