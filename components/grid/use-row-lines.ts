"use client";

import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { call } from "#components/api/client.ts";
import { queryRecords } from "#components/api/queries.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import type { RecordPage, Row, RowGroup } from "#components/api/types.ts";
import type { GridDefinition } from "#lib/catalog/grid-view.ts";
import type { Table } from "#lib/catalog/types.ts";
import { cutCharacters, hasCutValue, withCutValues } from "./cut-values.ts";
import { keyConditions, recordKey } from "./record-key.ts";
import { groupFilter, questionOf, type RowQuestion } from "./row-question.ts";
import { indexLines, type LineIndex, lineAt, type PageAt, pagesOf, type RowSection } from "./row-sections.ts";
import { linesMax, type Total, totalOf } from "./row-total.ts";

const pageRows = 100;
const settleMs = 60;

export interface RowLines {
  readonly index: LineIndex;
  /** Undefined while the page that it is on has not come. */
  readonly rowAt: (line: number) => Row | undefined;
  /** The rows that have come of the lines that are looked at. */
  readonly records: readonly Row[];
  readonly total: Total;
  readonly isPending: boolean;
  /** What is shown belongs to the question before. */
  readonly isStale: boolean;
  readonly error: Error | null;
  readonly countExactly: () => void;
  readonly retry: () => void;
  /** Asks for lines that are not looked at: to copy, to fill, to select. */
  readonly fetchLines: (first: number, last: number) => Promise<ReadonlyMap<number, Row>>;
}

export interface RowLinesRequest {
  readonly databaseId: string;
  readonly table: Table;
  readonly view: GridDefinition;
  readonly closedGroups: ReadonlySet<string>;
  /** The lines that are looked at. */
  readonly window: { readonly first: number; readonly last: number };
}

/** The rows of a table as a list of any length, of which only the pages that are looked at are asked for. */
export function useRowLines({ databaseId, table, view, closedGroups, window }: RowLinesRequest): RowLines {
  const client = useQueryClient();
  const question = questionOf(table, view);
  const groups = useGroups(databaseId, table, view.group, question);
  const first = useFirstPage(databaseId, question, view.group === null);
  const sections = sectionsOf(groups.data, first.total, closedGroups);
  const index = indexLines(sections);
  const settled = useSettled(window);
  const wanted = pagesOf(index, settled.first, settled.last, pageRows);
  const options = (at: PageAt) =>
    pageOptions(client, databaseId, sectionQuestion(question, sections, view.group, at), at);
  const answers = useQueries({ queries: wanted.map(options) });
  const pages = new Map(wanted.map((at, place) => [`${at.section}:${at.page}`, answers[place]?.data]));
  const shown = (at: PageAt): RecordPage | undefined =>
    pages.get(`${at.section}:${at.page}`) ?? client.getQueryData<RecordPage>(options(at).queryKey);

  function rowAt(lineNumber: number): Row | undefined {
    const line = lineAt(index, lineNumber);
    if (line?.kind !== "row") return undefined;
    const page = Math.floor(line.offset / pageRows);
    return shown({ section: line.section, page })?.records[line.offset % pageRows];
  }

  async function fetchLines(from: number, to: number): Promise<ReadonlyMap<number, Row>> {
    const needed = pagesOf(index, from, to, pageRows);
    const found = new Map<string, RecordPage>();
    // One after the other: each can begin where the one before ended.
    for (const at of needed) found.set(`${at.section}:${at.page}`, await client.fetchQuery(options(at)));
    const rows = new Map<number, Row>();
    for (let number = from; number <= Math.min(to, index.count - 1); number++) {
      const line = lineAt(index, number);
      if (line?.kind !== "row") continue;
      const page = found.get(`${line.section}:${Math.floor(line.offset / pageRows)}`);
      const row = page?.records[line.offset % pageRows];
      if (row) rows.set(number, hasCutValue(row) ? await wholeRow(databaseId, table, row) : row);
    }
    return rows;
  }

  // Whoever comes to the end wants to know where it is.
  const isAtGuessedEnd = first.total.kind === "about" && settled.last >= index.count - pageRows;
  const countExactly = useEffectEvent(first.countExactly);
  useEffect(() => {
    if (isAtGuessedEnd) countExactly();
  }, [isAtGuessedEnd]);

  const failed = answers.find((answer) => answer.error)?.error ?? first.error ?? groups.error ?? null;
  return {
    index,
    rowAt,
    records: answers.flatMap((answer) => answer.data?.records ?? []),
    total: view.group === null ? first.total : groupedTotal(groups.data),
    isPending: view.group === null ? first.isPending : groups.isPending,
    isStale: first.isStale || groups.isPlaceholderData,
    error: failed,
    countExactly: first.countExactly,
    retry: () => void client.invalidateQueries({ queryKey: queryKeys.tableRecords(databaseId, table.name) }),
    fetchLines,
  };
}

/** A row with everything that is in it; what has no key stays as it is. */
async function wholeRow(databaseId: string, table: Table, row: Row): Promise<Row> {
  const key = recordKey(table, row);
  if (key === null) return row;
  const filters = { and: keyConditions(table, key) };
  const { records } = await queryRecords(databaseId, { tableName: table.name, filters, limit: 1 });
  return records[0] ?? row;
}

function groupedTotal(groups: readonly RowGroup[] | undefined): Total {
  if (groups === undefined) return { kind: "unknown" };
  return { kind: "exact", rows: groups.reduce((sum, group) => sum + group.count, 0) };
}

function sectionsOf(
  groups: readonly RowGroup[] | undefined,
  total: Total,
  closed: ReadonlySet<string>,
): readonly RowSection[] {
  if (groups === undefined) {
    const count = total.kind === "unknown" ? 0 : Math.min(total.rows, linesMax);
    return [{ group: null, isOpen: true, count }];
  }
  return groups.map((group) => ({
    group,
    isOpen: !closed.has(JSON.stringify(group.value)),
    count: group.count,
  }));
}

function sectionQuestion(
  question: RowQuestion,
  sections: readonly RowSection[],
  column: string | null,
  { section }: PageAt,
): RowQuestion {
  const group = sections[section]?.group ?? null;
  return group === null || column === null ? question : groupFilter(question, column, group.value);
}

function pageOptions(
  client: ReturnType<typeof useQueryClient>,
  databaseId: string,
  question: RowQuestion,
  { page }: PageAt,
) {
  const keyOf = (number: number) =>
    queryKeys.records(databaseId, { ...question, limit: pageRows, offset: number * pageRows });
  return {
    queryKey: keyOf(page),
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<RecordPage> => {
      // Where the page before ended, if that is known and still true: the server then need not count its way there.
      const before = page === 0 ? undefined : client.getQueryState<RecordPage>(keyOf(page - 1));
      const isFresh = before?.fetchStatus === "idle" && !before.isInvalidated;
      const cursor = isFresh ? before.data?.next_cursor : undefined;
      const place = cursor === undefined ? { offset: page * pageRows } : { cursor };
      const query = { ...question, limit: pageRows, ...place, cut: cutCharacters };
      return queryRecords(databaseId, query, signal).then(withCutValues);
    },
    staleTime: 60_000,
  };
}

function useGroups(databaseId: string, table: Table, column: string | null, question: RowQuestion) {
  return useQuery({
    queryKey: [...queryKeys.tableRecords(databaseId, table.name), "groups", column, question],
    queryFn: async ({ signal }): Promise<readonly RowGroup[]> => {
      const { tableName, filters, search } = question;
      const body = { tableName, column, ...(filters ? { filters } : {}), ...(search ? { search } : {}) };
      const path = `/api/database/${databaseId}/records/groups`;
      return (await call<{ groups: readonly RowGroup[] }>("POST", path, { body, signal })).groups;
    },
    enabled: column !== null,
    placeholderData: (before) => (column === null ? undefined : before),
  });
}

/** How many rows there are: estimated with the first page, exact when somebody asks or the end is reached. */
function useFirstPage(databaseId: string, question: RowQuestion, isEnabled: boolean) {
  const [exactFor, setExactFor] = useState<string | null>(null);
  const narrowed = JSON.stringify([question.filters, question.search]);
  const isExact = exactFor === narrowed;
  const { sort: _, ...counted } = question;
  const answer = useQuery({
    // One row beside the count: pages come by themselves.
    queryKey: queryKeys.records(databaseId, { ...counted, limit: 1, count: isExact ? "exact" : "estimated" }),
    queryFn: ({ signal }) =>
      queryRecords(databaseId, { ...counted, limit: 1, count: isExact ? "exact" : "estimated" }, signal),
    placeholderData: (before) => before,
    enabled: isEnabled,
  });
  return {
    total: totalOf(answer.data?.count, isExact && !answer.isPlaceholderData),
    isPending: answer.isPending,
    isStale: answer.isPlaceholderData,
    error: answer.error,
    countExactly: () => setExactFor(narrowed),
  };
}

/** The window once it has stood still for a moment: what only flies by is not asked for. */
function useSettled(window: RowLinesRequest["window"]): RowLinesRequest["window"] {
  const [settled, setSettled] = useState(window);
  const isFirst = useRef(true);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(window), isFirst.current ? 0 : settleMs);
    isFirst.current = false;
    return () => clearTimeout(timer);
  }, [window]);
  return settled;
}
