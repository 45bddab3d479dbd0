import type { Column, Table } from "#lib/catalog/types.ts";

/** A name that fits where somebody types. */
export interface Suggestion {
  readonly label: string;
  readonly kind: "table" | "column" | "keyword";
  readonly detail: string;
  /** Lower comes first. */
  readonly rank: number;
}

const keywords =
  "select from where group by order by having limit offset join left join on as and or not in is null like ilike between case when then else end distinct with union all count sum avg min max coalesce now desc asc exists";

/**
 * What may be typed at the end of `before`: after `name.` the columns of the table or alias, else tables, columns of the
 * tables that the text names, and key words.
 */
export function suggestionsAt(
  before: string,
  whole: string,
  tables: readonly Table[],
): readonly Suggestion[] {
  const qualifier = /([\p{L}_][\p{L}\p{N}_]*)\.[\p{L}\p{N}_]*$/u.exec(before)?.[1];
  if (qualifier !== undefined) {
    const table = tableNamed(qualifier, whole, tables);
    return table ? table.columns.map((column) => columnSuggestion(column, table)) : [];
  }
  const named = tables.filter((table) => new RegExp(`\\b${escapePattern(table.name)}\\b`, "i").test(whole));
  const wantsTable = /\b(?:from|join|into|update)\s+[\p{L}\p{N}_]*$/iu.test(before);
  return [
    ...tables.map((table) => ({
      label: table.name,
      kind: "table" as const,
      detail: table.description ?? "table",
      rank: wantsTable ? 0 : 2,
    })),
    ...(wantsTable
      ? []
      : named.flatMap((table) => table.columns.map((column) => columnSuggestion(column, table)))),
    ...keywords.split(" ").map((word) => ({ label: word, kind: "keyword" as const, detail: "", rank: 3 })),
  ];
}

function columnSuggestion(column: Column, table: Table): Suggestion {
  return { label: column.name, kind: "column", detail: `${column.type} · ${table.name}`, rank: 1 };
}

function tableNamed(name: string, text: string, tables: readonly Table[]): Table | undefined {
  const alias = new RegExp(`\\b([\\p{L}_][\\p{L}\\p{N}_]*)\\s+(?:as\\s+)?${escapePattern(name)}\\b`, "giu");
  const candidates = [name, ...Array.from(text.matchAll(alias), (match) => match[1] ?? "")];
  return tables.find((table) =>
    candidates.some((candidate) => candidate.toLowerCase() === table.name.toLowerCase()),
  );
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
