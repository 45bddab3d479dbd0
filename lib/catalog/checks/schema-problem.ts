import type { Issue } from "#lib/errors/app-error.ts";
import type { ErrorCode } from "#lib/errors/codes.ts";
import { jsonPointer } from "./json-pointer.ts";
import { catalogLimits } from "./limits.ts";
import { perhapsMeant } from "./nearest-name.ts";

/** One problem of a definition; `path` holds the unescaped parts of a JSON pointer below what was checked. */
export interface SchemaProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly code: ErrorCode;
  /** More words behind the message. Only called for problems that are reported, since looking for a name takes time. */
  readonly hint?: () => string;
}

export function problem(
  path: readonly (string | number)[],
  message: string,
  code: ErrorCode = "RH200",
): SchemaProblem {
  return { path, message, code };
}

/** A name that is not among those there are. */
export function unknownName(
  path: readonly (string | number)[],
  message: string,
  { name, among }: { readonly name: string; readonly among: readonly string[] },
): SchemaProblem {
  return { ...problem(path, message), hint: () => perhapsMeant(name, among) };
}

export function toIssue({ path, message, hint }: SchemaProblem): Issue {
  return { path: jsonPointer(...path), message: message + (hint?.() ?? "") };
}

export function below(
  parts: readonly (string | number)[],
  problems: readonly SchemaProblem[],
): readonly SchemaProblem[] {
  return problems.map((found) => ({ ...found, path: [...parts, ...found.path] }));
}

/** So many as are reported. */
export function firstProblems(problems: Iterable<SchemaProblem>): readonly SchemaProblem[] {
  const first: SchemaProblem[] = [];
  for (const found of problems) {
    first.push(found);
    if (first.length === catalogLimits.issuesReported) break;
  }
  return first;
}

/** The places of second and later occurrences. */
export function repeated(names: readonly string[]): readonly number[] {
  const seen = new Set<string>();
  return names.flatMap((name, index) => {
    if (seen.has(name)) return [index];
    seen.add(name);
    return [];
  });
}
