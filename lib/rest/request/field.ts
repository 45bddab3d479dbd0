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

/** Rows that a resource leads to: `comments`, and where that leaves a choice by what: `authors!editor_id`. */
export interface RelatedName {
  readonly name: string;
  readonly hint: string | null;
}

const index = /[+-]?\d+(?=$|->|[ :.,)])/y;
const key = /[^(\-:.,>)]+(?:-(?!>)[^(\-:.,>)]+)*/y;

/** `meta->tags->>0`: a column, perhaps quoted, and the way into its JSON. */
export function readField(scanner: Scanner): Field {
  return { name: scanner.name(), path: readJsonPath(scanner) };
}

/** `!editor_id` behind the name of a resource. */
export function readHint(scanner: Scanner): string | null {
  return scanner.take("!") ? scanner.name() : null;
}

/** The steps behind a name; none where no arrow follows. */
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
