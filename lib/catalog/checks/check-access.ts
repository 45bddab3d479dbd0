import type { Policy, Table } from "../types.ts";
import { unstorable } from "../values/unstorable.ts";
import { catalogLimits } from "./limits.ts";
import { below, problem, repeated, type SchemaProblem, unknownName } from "./schema-problem.ts";

/** What is wrong with a table's policies and grants, as far as it can be told without an SQL parser. */
export function accessProblems(table: Table): readonly SchemaProblem[] {
  const policies = table.policies ?? [];
  return [
    ...(policies.length > catalogLimits.policiesPerTable
      ? [problem(["policies"], `A table may have at most ${catalogLimits.policiesPerTable} policies.`)]
      : []),
    ...policies.flatMap((policy, index) => below(["policies", index], policyProblems(policy))),
    ...repeated(policies.map(({ name }) => name)).map((index) =>
      problem(["policies", index, "name"], `"${table.name}" has two policies "${policies[index]?.name}".`),
    ),
    ...grantProblems(table),
  ];
}

function policyProblems(policy: Policy): readonly SchemaProblem[] {
  const { name, command = "all", using, check } = policy;
  const problems: SchemaProblem[] = [];
  const stored = unstorable(name);
  const bytes = new TextEncoder().encode(name).length;
  if (stored !== null) problems.push(problem(["name"], `The policy's name ${stored}.`));
  else if (name === "" || bytes > catalogLimits.nameBytes)
    problems.push(problem(["name"], `A policy's name has 1 to ${catalogLimits.nameBytes} characters.`));
  if (command === "insert" && using !== undefined)
    problems.push(problem(["using"], "A policy for insert has only a check: there is no row before."));
  if ((command === "select" || command === "delete") && check !== undefined)
    problems.push(problem(["check"], `A policy for ${command} has no check: nothing is written.`));
  for (const [key, text] of Object.entries({ using, check })) {
    if (text === undefined) continue;
    const wrong = unstorable(text);
    if (text.trim() === "") problems.push(problem([key], "A policy's condition cannot be empty."));
    else if (wrong !== null) problems.push(problem([key], `The policy's condition ${wrong}.`));
  }
  return problems;
}

function grantProblems({ name, columns, grants = {} }: Table): readonly SchemaProblem[] {
  const among = columns.map((column) => column.name);
  const known = new Set(among);
  return Object.entries(grants).flatMap(([role, verbs]) =>
    Object.entries(verbs as object).flatMap(([verb, listed]) =>
      (Array.isArray(listed) ? (listed as readonly string[]) : [])
        .filter((column) => !known.has(column))
        .map((column) =>
          unknownName(["grants", role, verb], `"${name}" has no column "${column}".`, {
            name: column,
            among,
          }),
        ),
    ),
  );
}
