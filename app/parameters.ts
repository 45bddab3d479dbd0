/** The query string of a page, as Next hands it over. */
export interface Parameters<Name extends string> {
  readonly searchParams: Promise<{ readonly [name in Name]?: string | readonly string[] }>;
}

/** A parameter that was given once; null for anything else. */
export function textOf(value: string | readonly string[] | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
