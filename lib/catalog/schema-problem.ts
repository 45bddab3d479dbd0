import type { ErrorCode } from "#lib/errors/codes.ts";

/** One problem of a definition; `path` holds the unescaped parts of a JSON pointer below what was checked. */
export interface SchemaProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly code: ErrorCode;
}

export function problem(
  path: readonly (string | number)[],
  message: string,
  code: ErrorCode = "RH200",
): SchemaProblem {
  return { path, message, code };
}

export function below(
  parts: readonly (string | number)[],
  problems: readonly SchemaProblem[],
): readonly SchemaProblem[] {
  return problems.map((found) => ({ ...found, path: [...parts, ...found.path] }));
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
