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
  /** Indexes over several columns. */
  compositeIndexesPerTable: 2,
  searchIndexesPerTable: 1,
  constraintsPerTable: 50,
  policiesPerTable: 50,
  /** As in Postgres. */
  columnsPerConstraint: 32,
  changesAtOnce: 5000,
  /** More problems than these are not reported: an input with thousands of them has one cause, and each costs time. */
  issuesReported: 100,
} as const;

/** The families of index slots: text by bytes, whole numbers, decimal numbers, moments. */
export type IndexKind = "text" | "integer" | "number" | "time";

/** How many columns of some types a table may index by themselves, what they are called together, and which they are. */
export const indexLimits = [
  { max: 4, words: "text", types: ["text"] },
  { max: 3, words: "bigint or boolean", types: ["bigint"] },
  { max: 6, words: "whole-number or boolean", types: ["bigint", "integer"] },
  { max: 2, words: "floating-point", types: ["number"] },
  { max: 2, words: "numeric", types: ["numeric"] },
  { max: 3, words: "time", types: ["time"] },
  { max: 5, words: "date or time", types: ["time", "date"] },
] as const;
