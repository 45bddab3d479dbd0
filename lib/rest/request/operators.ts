/** Operators that take a value as it is. */
export const simpleOperators = ["neq", "cs", "cd", "ov", "sl", "sr", "nxr", "nxl", "adj"] as const;
/** Operators that also take a list, of which `any` or `all` is meant. */
export const quantifiable = ["eq", "gte", "gt", "lte", "lt", "like", "ilike", "match", "imatch"] as const;
export const textSearches = ["fts", "plfts", "phfts", "wfts"] as const;

export type Operator = (typeof simpleOperators)[number] | (typeof quantifiable)[number] | "isdistinct";
export type TextSearch = (typeof textSearches)[number];

/** Those whose right side is a value of the request, which its statement has as a parameter; `is` has key words. */
const valued = [...quantifiable, ...simpleOperators, "in", "isdistinct", ...textSearches].join("|");

/** How a value begins that is a filter: `eq.`, `not.in.`, `like(any).`, `fts(english).`, as the source of a pattern. */
const startOf = (operators: string) => `(?:not\\.)*(?:${operators})(?:\\([^)]*\\))?\\.`;

/** A filter with a value: its operator as it is written, and all that stands behind it. */
export const valuedFilter = new RegExp(`^(${startOf(valued)})(.*)$`, "s");

const operationStart = new RegExp(`^${startOf(`is|${valued}`)}`);

/** Whether a parameter's value begins as a filter does. */
export function isOperation(text: string): boolean {
  return operationStart.test(text);
}

/** Sticky: an operator, where the name of a resource or a column could stand as well. */
export const operatorHere = new RegExp(`(?:not\\.)*(?:is|${valued})[.(]`, "y");
