"use client";

import { useEffect, useRef, useState } from "react";
import { ApiError, explain } from "#components/api/api-error.ts";
import { toast } from "#components/ui/toast.ts";
import { exportAll, type ResultSource } from "./export-all.ts";
import type { ExportFormat } from "./export-result.ts";
import { fileNames, saveFile } from "./save-file.ts";

/** How often the bytes that have come are told. */
const toldEveryMs = 250;

/** Exports a query's whole result, one at a time. */
export function useExportAll(databaseId: string) {
  const [bytes, setBytes] = useState<number | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function start(source: ResultSource, format: ExportFormat) {
    if (running.current) return;
    const controller = new AbortController();
    running.current = controller;
    setBytes(0);
    let toldAt = performance.now();
    const onBytes = (now: number) => {
      if (performance.now() - toldAt < toldEveryMs) return;
      toldAt = performance.now();
      setBytes(now);
    };
    try {
      const file = await exportAll(databaseId, source, format, { signal: controller.signal, onBytes });
      saveFile(file, fileNames[format]);
      toast({ tone: "good", title: `Saved ${fileNames[format]}`, description: sizeOf(file.size) });
    } catch (error) {
      if (!controller.signal.aborted) toast({ tone: "danger", ...told(error) });
    }
    running.current = null;
    setBytes(null);
  }

  return { bytes, start, stop: () => running.current?.abort() };
}

function told(error: unknown): { readonly title: string; readonly description?: string } {
  if (error instanceof ApiError) return explain(error);
  return { title: "The export broke off", description: "Nothing was saved. Try again." };
}

export function sizeOf(bytes: number): string {
  const [size, unit] =
    bytes < 1e6 ? [bytes / 1e3, "kB"] : bytes < 1e9 ? [bytes / 1e6, "MB"] : [bytes / 1e9, "GB"];
  return `${size.toLocaleString("en", { maximumFractionDigits: 1 })} ${unit}`;
}
