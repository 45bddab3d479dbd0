import type { Statement } from "./block.ts";

/** What a function gives: the type of its value, to which plpgsql casts; null: none, or rows. */
export interface Wanted {
  readonly type: string | null;
  readonly isVoid: boolean;
  /** All columns there are: a variable of such a name cannot be told from one where writes name theirs. */
  readonly columns: ReadonlySet<string>;
  /** The names of the columns of the one row that it gives; null: it gives none. */
  readonly row: readonly string[] | null;
}

/** What nothing comes of. */
export function isSilent(statement: Statement): boolean {
  return statement.kind === "null" || (statement.kind === "raise" && statement.level !== "exception");
}

export function nameOf(statement: Statement): string {
  switch (statement.kind) {
    case "raise":
      return "RAISE EXCEPTION";
    case "other":
      return statement.word;
    case "sql":
      return "A query that nothing is kept of";
    case "block":
      return "A block in a block";
    default:
      return statement.kind.toUpperCase();
  }
}

/** All that statements say in SQL. */
export function textsIn(statements: readonly Statement[]): readonly string[] {
  return statements.flatMap((statement) => {
    const { value, query, text, message, list, condition } = statement as Readonly<Record<string, unknown>>;
    const own = [value, query, text, message, list, condition].filter((one) => typeof one === "string");
    if (statement.kind === "if") {
      const arms = statement.arms.flatMap((arm) => [arm.condition, ...textsIn(arm.statements)]);
      return [...own, ...arms, ...textsIn(statement.otherwise)];
    }
    return "statements" in statement ? [...own, ...textsIn(statement.statements)] : own;
  });
}
