import type { Operation } from "../request/filter.ts";
import type { Operator } from "../request/operators.ts";

/** A comparison of a field with a value, or with one or all of a list. */
export type Comparison = Extract<Operation, { kind: "compare" }>;

/** Postgres's operators by their names in an address. */
export const postgresOperators: { readonly [operator in Operator]: string } = {
  eq: "=",
  neq: "<>",
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
  like: "like",
  ilike: "ilike",
  match: "~",
  imatch: "~*",
  isdistinct: "is distinct from",
  cs: "@>",
  cd: "<@",
  ov: "&&",
  sl: "<<",
  sr: ">>",
  nxr: "&<",
  nxl: "&>",
  adj: "-|-",
};
