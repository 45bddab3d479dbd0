import fc from "fast-check";

const small = fc.option(fc.integer({ min: 0, max: 3 }), { freq: 8 });
const rows = fc.record({
  k: fc.integer({ min: 0, max: 6 }),
  a: small,
  b: small,
  c: fc.option(fc.constantFrom("x", "y")),
});
export type Row = typeof rows extends fc.Arbitrary<infer T> ? T : never;

/** Every kind of write, over few values, so that keys meet. */
export const operations = fc.oneof(
  fc.record({ kind: fc.constant("insert" as const), rows: fc.array(rows, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant("upsert" as const), rows: fc.array(rows, { minLength: 1, maxLength: 2 }) }),
  fc.record({ kind: fc.constant("ignore" as const), rows: fc.array(rows, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    kind: fc.constant("patch" as const),
    where: fc.integer({ min: 0, max: 3 }),
    a: small,
    c: fc.constantFrom("x", "z"),
  }),
  fc.record({ kind: fc.constant("shift" as const), by: fc.integer({ min: -1, max: 2 }) }),
  fc.record({ kind: fc.constant("delete" as const), where: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ kind: fc.constant("child" as const), k: fc.integer({ min: 0, max: 6 }), a: small }),
  // Rows that break several of what is asked at once: which of it is told is Postgres's order.
  fc.record({
    kind: fc.constant("children" as const),
    rows: fc.array(
      fc.record({
        pk: fc.option(fc.integer({ min: 0, max: 8 }), { freq: 6 }),
        pa: small,
        n: fc.option(fc.integer({ min: -1, max: 5 }), { freq: 6 }),
        u: fc.option(fc.integer({ min: 0, max: 12 }), { freq: 3 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  fc.record({
    kind: fc.constant("rechild" as const),
    pk: fc.integer({ min: 0, max: 8 }),
    u: fc.integer({ min: 0, max: 12 }),
    n: fc.integer({ min: -1, max: 5 }),
    where: fc.integer({ min: 0, max: 12 }),
  }),
  fc.record({
    kind: fc.constant("rekey" as const),
    k: fc.integer({ min: 0, max: 6 }),
    by: fc.integer({ min: 1, max: 4 }),
  }),
);
export type Operation = typeof operations extends fc.Arbitrary<infer T> ? T : never;

/**
 * A unique index of many rows that change at once is asked row by row, in an order that SQL leaves open: whether shifting
 * all values by one meets a value that is still there depends on it.
 */
export function isOpen(operation: Operation, codes: readonly (string | null)[]): boolean {
  return (
    (operation.kind === "shift" || operation.kind === "rekey") &&
    codes.includes("23505") &&
    (codes.includes(null) || codes.includes("23503"))
  );
}
