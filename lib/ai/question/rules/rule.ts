import type { Reading } from "../reading.ts";

/** Reads what stands at an item, if it is what the rule is about. @returns how many items it has read; 0: none. */
export type Rule = (reading: Reading, at: number) => number;
