"use client";

import { Download } from "lucide-react";
import type { SqlResult } from "#components/api/types.ts";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "#components/ui/menu.tsx";
import { toast } from "#components/ui/toast.ts";
import { type ExportFormat, exportResult } from "./export-result.ts";

const formats: readonly { readonly format: ExportFormat; readonly label: string; readonly type: string }[] = [
  { format: "csv", label: "CSV", type: "text/csv" },
  { format: "json", label: "JSON", type: "application/json" },
  { format: "markdown", label: "Markdown", type: "text/markdown" },
];

/** The shown rows as a file, or in the clipboard. */
export function ExportMenu({ result }: { readonly result: SqlResult }) {
  if (result.columns.length === 0) return null;
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button size="sm" variant="ghost" className="ml-auto">
          <Download aria-hidden="true" />
          Export
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuLabel>Save {result.rows.length.toLocaleString("en")} rows as</MenuLabel>
        {formats.map(({ format, label, type }) => (
          <MenuItem key={format} onSelect={() => save(exportResult(result, format), fileName(format), type)}>
            {label}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuLabel>Copy them as</MenuLabel>
        {formats.map(({ format, label }) => (
          <MenuItem key={format} onSelect={() => void copy(exportResult(result, format), label)}>
            {label}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

function fileName(format: ExportFormat): string {
  return `result.${format === "markdown" ? "md" : format}`;
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

function save(text: string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
