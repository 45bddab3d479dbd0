import { issuesOf } from "#components/api/api-error.ts";
import type { Issue } from "#lib/errors/app-error.ts";

/** The refusal's problems by column and field: `/changes/0/table/columns/2/name` is `{ 2: { name } }`. */
export function errorsByColumn(refusal: unknown): {
  readonly [index: number]: { readonly [field: string]: string };
} {
  const found: Record<number, Record<string, string>> = {};
  for (const issue of issuesOf(refusal)) {
    const match = /\/columns\/(\d+)(?:\/([^/]+))?/.exec(issue.path);
    if (!match) continue;
    const index = Number(match[1]);
    found[index] = { [match[2] ?? "name"]: issue.message, ...found[index] };
  }
  return found;
}

/** The same for a change of one column: `/changes/0/column/name` and `/changes/0/set/type` are `{ name, type }`. */
export function errorsOfColumn(refusal: unknown): { readonly [field: string]: string } {
  return errorsOfIssues(issuesOf(refusal));
}

export function errorsOfIssues(issues: readonly Issue[]): { readonly [field: string]: string } {
  const fields: Record<string, string> = {};
  for (const issue of issues) {
    const match = /\/(?:column|set)\/([^/]+)|\/(to)$/.exec(issue.path);
    const field = match?.[2] === "to" ? "name" : match?.[1];
    if (field) fields[field] ??= issue.message;
  }
  return fields;
}
