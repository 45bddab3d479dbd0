/** What a project's owner has said of its data API; what is absent is as the product has it. */
export interface CatalogApiSettings {
  readonly id: string;
  readonly name: "settings";
  /** No answer's list has more rows, embedded ones neither. */
  readonly maxRows?: number;
  /** Whether `select` may aggregate. */
  readonly aggregates?: boolean;
}

/** The data API of a project that says nothing of it: as on Supabase, but with aggregates. */
export const apiDefaults = { maxRows: 1_000, aggregates: true } as const;

/** Answers are made in memory. */
export const maxRowsLimit = 10_000;
