import { ApiError, issuesOf } from "./api-error.ts";

/** Messages by field name, and what belongs to no field. */
export interface FormErrors {
  readonly fields: { readonly [name: string]: string };
  readonly form: string | null;
}

export const noFormErrors: FormErrors = { fields: {}, form: null };

/**
 * Sorts a refusal into the form's fields.
 *
 * @param prefixes pointers under which the fields lie, such as `/data`; the root is always tried.
 */
export function formErrors(
  error: unknown,
  fieldNames: readonly string[],
  prefixes: readonly string[] = [],
): FormErrors {
  const fields: Record<string, string> = {};
  const rest: string[] = [];
  const issues = issuesOf(error);
  for (const issue of issues) {
    const name = fieldAt(issue.path, prefixes);
    if (name !== null && fieldNames.includes(name)) fields[name] ??= issue.message;
    else rest.push(issue.message);
  }
  if (issues.length === 0) rest.push(wordsOf(error));
  return { fields, form: rest.length > 0 ? rest.join(" ") : null };
}

function fieldAt(pointer: string, prefixes: readonly string[]): string | null {
  const prefix = prefixes.find((candidate) => pointer.startsWith(`${candidate}/`)) ?? "";
  const [, segment] = pointer.slice(prefix.length).split("/");
  return segment === undefined ? null : segment.replaceAll("~1", "/").replaceAll("~0", "~");
}

function wordsOf(error: unknown): string {
  if (!(error instanceof ApiError)) return "Something went wrong in this page. Try again.";
  return error.hint ? `${error.message} ${error.hint}` : error.message;
}
