import type { BoundExpression } from "../catalog/bound-expression.ts";
import { perhapsMeant } from "../catalog/checks/nearest-name.ts";
import type { EnumType } from "../catalog/enum-type.ts";
import type { Table } from "../catalog/types.ts";
import type { ExpressionFacts, ParsedExpression, Replacement } from "./parsed-expression.ts";
import { type Refusal, refuse } from "./refusal.ts";

/** What a definition uses an expression for. */
export type ExpressionUse = "check" | "key" | "generated" | "default";

export type BindOutcome =
  | { readonly ok: true; readonly expression: BoundExpression }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Resolves the names of an expression of a table's definition, and says in Postgres's words what it may not hold.
 *
 * @param table as it will be: the expression may name columns that come with the same change.
 * @param enums the types of its enum columns, by name.
 */
export function bindExpression(
  parsed: ParsedExpression,
  use: ExpressionUse,
  table: Table,
  enums: ReadonlyMap<string, EnumType>,
): BindOutcome {
  const refusal = factRefusal(parsed.facts, use) ?? mentionRefusal(parsed, use, table);
  if (refusal !== null) return { ok: false, refusal };
  const row = {
    name: table.name,
    columns: table.columns.map((column) => ({
      name: column.name,
      column,
      of: enums.get(column.name) ?? null,
    })),
  };
  const outcome = parsed.replacements(row);
  if (!outcome.ok) return outcome;
  const columns = [...new Set(parsed.mentions.map(({ name }) => name))];
  return {
    ok: true,
    expression: { text: replaced(parsed.text, outcome.replacements), columns, tables: [] },
  };
}

const places: { readonly [use in ExpressionUse]: { readonly one: string; readonly many: string } } = {
  check: { one: "check constraint", many: "check constraints" },
  key: { one: "index expression", many: "index expressions" },
  generated: { one: "column generation expression", many: "column generation expressions" },
  default: { one: "DEFAULT expression", many: "DEFAULT expressions" },
};

function factRefusal(facts: ExpressionFacts, use: ExpressionUse): Refusal | null {
  const { one, many } = places[use];
  const nowhere = { location: null };
  if (facts.parameter !== undefined)
    return refuse("undefinedParameter", `there is no parameter $${facts.parameter}`, nowhere);
  if (facts.subquery) return refuse("featureNotSupported", `cannot use subquery in ${one}`, nowhere);
  if (facts.aggregate !== undefined)
    return refuse("groupingError", `aggregate functions are not allowed in ${many}`, nowhere);
  if (facts.window !== undefined)
    return refuse("windowingError", `window functions are not allowed in ${many}`, nowhere);
  if (facts.setReturning !== undefined)
    return refuse("featureNotSupported", `set-returning functions are not allowed in ${many}`, nowhere);
  if (facts.star) return refuse("featureNotSupported", `cannot use a whole row in ${one}`, nowhere);
  if (use === "generated" && facts.changing !== undefined) {
    return refuse("invalidObjectDefinition", "generation expression is not immutable", {
      location: null,
      hint: `The value of ${facts.changing} depends on more than its arguments.`,
    });
  }
  return null;
}

function mentionRefusal(
  { mentions, calls }: ParsedExpression,
  use: ExpressionUse,
  table: Table,
): Refusal | null {
  const nowhere = { location: null };
  if (use !== "default" && calls.some(({ takesNumber }) => takesNumber === true))
    return refuse(
      "featureNotSupported",
      `numbers of sequences are not taken in ${places[use].many}`,
      nowhere,
    );
  if (use === "generated" && calls.length > 0)
    return refuse("invalidObjectDefinition", "generation expression is not immutable", nowhere);
  const known = new Map(table.columns.map((column) => [column.name, column]));
  for (const { name, table: qualifier } of mentions) {
    if (use === "default")
      return refuse("featureNotSupported", "cannot use column reference in DEFAULT expression", nowhere);
    if (qualifier !== null && qualifier.name !== table.name) {
      return refuse("undefinedTable", `missing FROM-clause entry for table "${qualifier.name}"`, nowhere);
    }
    const column = known.get(name);
    if (column === undefined) {
      const hint = perhapsMeant(name, known.keys()).trim() || null;
      return refuse("undefinedColumn", `column "${name}" does not exist`, { location: null, hint });
    }
    if (use === "generated" && column.generated !== undefined) {
      return refuse(
        "invalidObjectDefinition",
        `cannot use generated column "${name}" in column generation expression`,
        {
          location: null,
          hint: "A generated column cannot reference another generated column.",
        },
      );
    }
  }
  return null;
}

function replaced(text: string, replacements: readonly Replacement[]): string {
  let runs = "";
  let done = 0;
  for (const { start, end, by } of replacements) {
    runs += text.slice(done, start) + by;
    done = end;
  }
  return runs + text.slice(done);
}
