import { type Field, type RelatedName, readField, readHint } from "./field.ts";
import { Scanner } from "./scanner.ts";

/** One key of `order=`, names not yet resolved. */
export interface OrderTerm {
  /** The to-one embedding that the field is of, or what is counted; null: the resource itself. */
  readonly relation: RelatedName | null;
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
  const hint = field.path.length === 0 ? readHint(scanner) : null;
  // What is embedded has a name of its own; what is only counted may need to be told apart.
  if (hint !== null && !scanner.startsWith("(count)")) scanner.fail('"(count)"');
  if (field.path.length === 0 && scanner.take("(")) {
    const inner = readField(scanner);
    scanner.skipSpaces();
    scanner.expect(")");
    return { relation: { name: field.name, hint }, field: inner, ...readDirection(scanner) };
  }
  return { relation: null, field, ...readDirection(scanner) };
}

function readDirection(scanner: Scanner): Pick<OrderTerm, "direction" | "nulls"> {
  const direction = scanner.take(".asc") ? "asc" : scanner.take(".desc") ? "desc" : null;
  const nulls = scanner.take(".nullsfirst") ? "first" : scanner.take(".nullslast") ? "last" : null;
  return { direction, nulls };
}
