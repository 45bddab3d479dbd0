import type { BoundExpression } from "../bound-expression.ts";
import { schemaOfFunction } from "../function-schema.ts";
import { isOfTriggers } from "../stored-objects.ts";
import type { Catalog, CatalogFunction, CatalogTable } from "../types.ts";
import type { Advice } from "./advice.ts";

/** What is to be said about functions that apps can call: a new one is open to everybody, as in Postgres. */
export function adviseOnFunctions({
  tables,
  functions = [],
}: Pick<Catalog, "tables" | "functions">): readonly Advice[] {
  const called = functions.filter((one) => !isOfTriggers(one) && schemaOfFunction(one.name) === null);
  return called.flatMap((one) => {
    const found = { function: one, named: nameOf(one), rules: rulesCalling(tables, one) };
    return one.isDefiner === true ? openDefiner(found) : openWriter(found);
  });
}

interface Found {
  readonly function: CatalogFunction;
  /** As it stands in SQL. */
  readonly named: string;
  /** The tables whose rules call it. */
  readonly rules: readonly string[];
}

const isOpenTo = ({ closedTo = [] }: CatalogFunction, role: "anon" | "authenticated") =>
  !closedTo.includes(role);

/** It reads and writes past every rule: whoever may call it has what it gives. */
function openDefiner({ function: one, named, rules }: Found): readonly Advice[] {
  const isPublic = isOpenTo(one, "anon");
  if (!isPublic && !isOpenTo(one, "authenticated")) return [];
  const who = isPublic ? "Anybody with the public key" : "Every signed-in user";
  const does = one.writes === undefined ? "reads" : "writes";
  // A rule asks whether its caller may call the function: closing it would close the table.
  const isOfRules = rules.length > 0 && one.writes === undefined;
  const detail = isOfRules
    ? `It ${does} past all rules (SECURITY DEFINER), and rules of ${rules.join(", ")} call it as whoever asks: let it say no more than they need.`
    : `It ${does} past all rules (SECURITY DEFINER), for any arguments that the caller likes.`;
  return [
    {
      code: "definer_function_open",
      level: isOfRules || !isPublic ? "info" : one.writes === undefined ? "warning" : "error",
      table: "",
      about: named,
      title: `${who} can call ${named}, which ${does} as the owner`,
      detail,
      fixes: rules.length > 0 ? [] : closings(one, named),
    },
  ];
}

/** The rules of its caller bind it; whether they were made with it in mind, only who made it knows. */
function openWriter({ function: one, named, rules }: Found): readonly Advice[] {
  if (one.writes === undefined || !isOpenTo(one, "anon")) return [];
  return [
    {
      code: "writing_function_open",
      level: "info",
      table: "",
      about: named,
      title: `Anybody with the public key can call ${named}, which writes`,
      detail:
        "The rules of whoever calls it bind what it writes. Close it, unless visitors are meant to call it.",
      fixes: rules.length > 0 ? [] : closings(one, named),
    },
  ];
}

function closings(one: CatalogFunction, named: string): Advice["fixes"] {
  const close = (roles: string) => `REVOKE EXECUTE ON FUNCTION ${named} FROM ${roles}`;
  return [
    ...(isOpenTo(one, "anon") ? [{ label: "Signed-in users only", changes: [], sql: close("anon") }] : []),
    { label: "Close it to apps", changes: [], sql: close("anon, authenticated") },
  ];
}

function nameOf({ name, arguments: args }: CatalogFunction): string {
  const written = /^[a-z_][a-z0-9_]*$/.test(name) ? name : quoted(name);
  const types = args.map(({ type, row }) => (row === undefined ? type : quoted(type)));
  return `${written}(${types.join(", ")})`;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

function rulesCalling(tables: readonly CatalogTable[], { id, name }: CatalogFunction): readonly string[] {
  const calls = (bound: BoundExpression | undefined) =>
    bound?.calls?.some((call) => call.function === id || call.name === name) ?? false;
  return tables
    .filter(({ storage }) =>
      Object.values(storage.policies ?? {}).some(({ using, check }) => calls(using) || calls(check)),
    )
    .map(({ definition }) => definition.name);
}
