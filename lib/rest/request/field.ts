import type { Scanner } from "./scanner.ts";

/** One step into a JSON value: `->` keeps JSON, `->>` gives text. */
export interface JsonStep {
  readonly isText: boolean;
  /** A key, or an index as its digits. */
  readonly operand: { readonly kind: "key" | "index"; readonly value: string };
}

/** A column, or a place inside its JSON. */
export interface Field {
  readonly name: string;
  readonly path: readonly JsonStep[];
}

const index = /[+-]?\d+(?=$|->|[ :.,)])/y;
const key = /[^(\-:.,>)]+(?:-(?!>)[^(\-:.,>)]+)*/y;

export function readField(scanner: Scanner): Field {
  return { name: scanner.name(), path: readJsonPath(scanner) };
}

export function readJsonPath(scanner: Scanner): readonly JsonStep[] {
  const steps: JsonStep[] = [];
  for (;;) {
    const arrow = scanner.take("->>") ? "->>" : scanner.take("->") ? "->" : null;
    if (arrow === null) return steps;
    steps.push({ isText: arrow === "->>", operand: readOperand(scanner) });
  }
}

function readOperand(scanner: Scanner): JsonStep["operand"] {
  const digits = scanner.match(index);
  if (digits !== null) return { kind: "index", value: digits };
  if (scanner.take("-")) scanner.fail("digit");
  if (scanner.startsWith('"')) return { kind: "key", value: scanner.quoted() };
  const name = scanner.match(key)?.trim();
  if (name === undefined || name === "")
    scanner.fail('"-", digit or any non reserved character different from: .,>()');
  return { kind: "key", value: name };
}
