import type { Schema } from "../../catalog/types.ts";
import type { Context } from "./interpret/context.ts";
import { singular } from "./text/inflection.ts";

interface Answer {
  readonly explanation: string;
  readonly assumptions: readonly string[];
  readonly questions: readonly string[];
}

/** What was made, what was guessed, and what is worth asking. */
export function describeDraft(context: Context, base: Schema, schema: Schema): Answer {
  const old = new Set(base.tables.map((table) => table.name));
  const made = schema.tables.filter((table) => !old.has(table.name)).map((table) => table.name);
  return {
    explanation: explain(made, base, schema),
    assumptions: [...context.model.assumptions, ...guesses(context)].slice(0, 6),
    questions: questionsAbout(context).slice(0, 3),
  };
}

function explain(made: readonly string[], base: Schema, schema: Schema): string {
  const ties = schema.tables
    .filter((table) => made.includes(table.name))
    .reduce(
      (count, table) => count + table.columns.filter((column) => column.references !== undefined).length,
      0,
    );
  if (made.length === 0)
    return base.tables.length > schema.tables.length
      ? "The schema without what you took out."
      : "The schema with the changes you asked for.";
  const tables = made.length === 1 ? `one table, ${made[0]}` : `${made.length} tables: ${listOf(made)}`;
  return `${base.tables.length > 1 ? "Adds" : "This makes"} ${tables}.${ties > 0 ? ` ${ties === 1 ? "One reference ties" : `${ties} references tie`} them together.` : ""}`;
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 8);
  const rest = names.length - shown.length;
  return rest > 0
    ? `${shown.join(", ")} and ${rest} more`
    : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
}

function guesses(context: Context): string[] {
  const usual = context.model.tables
    .filter((table) => table.origin === "usual" || table.origin === "needed")
    .map((table) => table.name);
  const junctions = context.model.tables
    .filter((table) => table.origin === "junction")
    .map((table) => table.name);
  const filled = context.model.tables
    .filter((table) => table.origin === "said" && !table.isListed && table.entity !== null)
    .map((table) => table.name);
  return [
    ...(usual.length > 0
      ? [
          `You did not name ${listOf1(usual)}, but such an application usually needs ${usual.length === 1 ? "it" : "them"}.`,
        ]
      : []),
    ...junctions.map((name) => `${name} ties both sides together, so that each can have many of the other.`),
    ...(filled.length > 0
      ? [`The columns of ${listOf1(filled)} are the usual ones; change them as you like.`]
      : []),
  ];
}

const listOf1 = (names: readonly string[]): string => (names.length === 1 ? (names[0] ?? "") : listOf(names));

/** Ties that could as well be many-to-many, and things that nothing refers to. */
function questionsAbout(context: Context): string[] {
  const fresh = context.model.tables.filter(
    (table) => table.origin !== "base" && table.origin !== "junction",
  );
  const questions: string[] = [];
  for (const table of fresh) {
    for (const { column } of table.columns) {
      if (
        column.references === undefined ||
        /^[ed]$/.test(table.entity?.kind ?? "e") ||
        column.references.table === table.name
      )
        continue;
      questions.push(
        `Can ${article(singular(table.name))} have several ${column.references.table.replaceAll("_", " ")}?`,
      );
    }
  }
  if (fresh.length > 1) {
    const lonely = fresh.find(
      (table) =>
        !table.columns.some(({ column }) => column.references !== undefined) &&
        !context.model.tables.some((other) =>
          other.columns.some(({ column }) => column.references?.table === table.name),
        ),
    );
    if (lonely !== undefined) questions.unshift(`What do ${lonely.name.replaceAll("_", " ")} belong to?`);
  }
  for (const { column } of fresh.flatMap((table) => table.columns))
    if (column.type === "enum" && column.name === "status" && questions.length < 3)
      questions.push(`Are these the right values for status: ${(column.enum_values ?? []).join(", ")}?`);
  return [...new Set(questions)];
}

function article(name: string): string {
  const words = name.replaceAll("_", " ");
  return /^[aeiou]/.test(words) && !/^u(?:ni|se)/.test(words) ? `an ${words}` : `a ${words}`;
}
