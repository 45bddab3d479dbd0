import { type Field, readField } from "./field.ts";
import { Scanner } from "./scanner.ts";

/** One key of `order=`, names not yet resolved. */
export interface OrderTerm {
  /** The to-one embedding that the field is of; null: the resource itself. */
  readonly relation: string | null;
  readonly field: Field;
  readonly direction: "asc" | "desc" | null;
  readonly nulls: "first" | "last" | null;
}

/** `order=` in PostgREST's grammar. @throws {AppError} PGRST100 */
export function parseOrder(text: string): readonly OrderTerm[] {
  const scanner = new Scanner(text, "order");
  const terms: OrderTerm[] = [];
  do {
    terms.push(readTerm(scanner));
    scanner.skipSpaces();
  } while (scanner.take(","));
  scanner.end('"," or end of input');
  return terms;
}

function readTerm(scanner: Scanner): OrderTerm {
  const field = readField(scanner);
  if (field.path.length === 0 && scanner.take("(")) {
    const inner = readField(scanner);
    scanner.skipSpaces();
    scanner.expect(")");
    return { relation: field.name, field: inner, ...readDirection(scanner) };
  }
  return { relation: null, field, ...readDirection(scanner) };
}

function readDirection(scanner: Scanner): Pick<OrderTerm, "direction" | "nulls"> {
  const direction = scanner.take(".asc") ? "asc" : scanner.take(".desc") ? "desc" : null;
  const nulls = scanner.take(".nullsfirst") ? "first" : scanner.take(".nullslast") ? "last" : null;
  return { direction, nulls };
}
