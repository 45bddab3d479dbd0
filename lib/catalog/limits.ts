/**
 * How much a schema may hold. The key and index counts are those of the index slots of `project_data`:
 * a column past them would have nowhere to be indexed.
 */
export const catalogLimits = {
  tablesPerGeneratedSchema: 200,
  tablesPerDatabase: 500,
  columnsPerTable: 100,
  enumValues: 100,
  enumValueCharacters: 200,
  descriptionCharacters: 1000,
  nameBytes: 63,
  uniqueKeysPerTable: 4,
  referencesPerTable: 6,
  recordBytes: 1024 * 1024,
  constraintsPerTable: 50,
  /** As in Postgres. */
  columnsPerConstraint: 32,
  changesAtOnce: 5000,
  /** More problems than these are not reported: an input with thousands of them has one cause, and each costs time. */
  issuesReported: 100,
} as const;

/** The families of index slots: text by bytes, whole numbers, floating point, moments. */
export type IndexKind = "text" | "integer" | "number" | "time";

/** How many columns of each family a table may index. */
export const indexedColumnsPerTable: Readonly<Record<IndexKind, number>> = {
  text: 4,
  integer: 3,
  number: 2,
  time: 3,
};
