"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { Rows2 } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { call } from "#components/api/client.ts";
import { useTables } from "#components/api/queries.ts";
import type { Row } from "#components/api/types.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import { recordKey } from "#components/grid/record-key.ts";
import { rowLabel } from "#components/grid/row-label.ts";
import type { CurrentProject } from "#components/shell/project-context.tsx";
import { type Command, tablePath } from "./commands.ts";

interface FoundRows {
  readonly rows: readonly { readonly table: string; readonly record: Row }[];
}

const pauseMs = 180;
const charactersMin = 2;

/** Rows of the project that hold what is typed, once the typing pauses. */
export function useRowSearch(project: CurrentProject | null, query: string) {
  const asked = usePaused(query.trim());
  const isEnabled = project !== null && asked.length >= charactersMin;
  const { data: tables = [] } = useTables(project?.databaseId ?? null);
  const found = useAnswer<FoundRows>({
    queryKey: ["database", project?.databaseId, "search", asked],
    enabled: isEnabled,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      call("GET", `/api/database/${project?.databaseId}/search?q=${encodeURIComponent(asked)}`, { signal }),
  });
  const rows = useMemo(() => {
    if (project === null || !isEnabled) return [];
    return (found.data?.rows ?? []).flatMap(({ table: name, record }): readonly Command[] => {
      const table = tables.find(({ table_name }) => table_name === name)?.schema;
      const key = table === undefined ? null : recordKey(table, record);
      if (table === undefined || key === null) return [];
      const href = `${tablePath(project, name)}?row=${encodeURIComponent(key)}`;
      const label = rowLabel(table, record) ?? key;
      return [{ id: `row ${name} ${key}`, group: "Rows", label, detail: name, icon: Rows2, href }];
    });
  }, [project, isEnabled, found.data, tables]);
  return { rows, isSearching: isEnabled && found.isFetching };
}

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
