import type { Declaration, Statement } from "./block.ts";
import { textsIn } from "./block-words.ts";
import { isRow, saysAlone } from "./variable-words.ts";

/**
 * The variables that the branches of an IF set, where that is all that the IF does for what comes behind it.
 *
 * @returns null where some branch gives something back or keeps a row, or where all but one of them end there anyway.
 */
export function joinedVariables(
  variables: ReadonlyMap<string, Declaration>,
  statement: Statement,
  rest: readonly Statement[],
): readonly string[] | null {
  if (statement.kind !== "if") return null;
  const branches = [...statement.arms.map((arm) => arm.statements), statement.otherwise];
  if (branches.filter((branch) => !ends(branch)).length < 2) return null;
  const all = branches.flatMap(within);
  if (all.some(({ kind }) => !joined.has(kind))) return null;
  if (textsIn(rest).some((text) => saysAlone(text, new Set(["found"])))) return null;
  const set = new Set(all.flatMap(setBy));
  // What only looks whether something is wrong.
  if (set.size === 0) set.add([...variables.values()].find((one) => !isRow(one))?.name ?? "");
  const names = [...set];
  return names.every((name) => variables.has(name) && !isRow(variables.get(name) ?? { type: "record" }))
    ? names
    : null;
}

type While = Extract<Statement, { kind: "while" }>;

/** `LOOP a; EXIT WHEN x; b; END LOOP` as what comes before it is first asked, and a loop that asks at its beginning; null: it is none. */
export function withExitFirst({ condition, statements }: While): readonly Statement[] | null {
  const isEndless = condition === null || /^\s*\(?\s*true\s*\)?\s*$/i.test(condition);
  const at = statements.findIndex((statement) => exitOf(statement) !== null);
  const exit = at === -1 ? null : exitOf(statements[at]);
  if (!isEndless || exit === null) return null;
  const [before, behind] = [statements.slice(0, at), statements.slice(at + 1)];
  const loop: Statement = {
    kind: "while",
    condition: `(${exit}\n) IS NOT TRUE`,
    statements: [...behind, ...before],
  };
  return [...before, loop];
}

/** The condition under which a statement leaves its loop, if it does nothing else. */
function exitOf(statement: Statement | undefined): string | null {
  if (statement?.kind === "leave") return statement.isContinue ? null : (statement.condition ?? "true");
  if (statement?.kind !== "if" || statement.otherwise.length > 0) return null;
  const [arm, ...others] = statement.arms;
  const [only, ...more] = arm?.statements ?? [];
  const isExit = only?.kind === "leave" && !only.isContinue && only.condition === null;
  return arm !== undefined && isExit && others.length + more.length === 0 ? arm.condition : null;
}

/**
 * The variables that the turns of a loop set, and what each of them does.
 *
 * @returns null where a turn gives something back, keeps a row or leaves the loop in its midst.
 */
export function turnOf(
  variables: ReadonlyMap<string, Declaration>,
  { condition, statements }: While,
  rest: readonly Statement[],
): { readonly set: readonly string[]; readonly condition: string } | null {
  if (condition === null || within(statements).some(({ kind }) => !joined.has(kind))) return null;
  const texts = [condition, ...textsIn([...statements, ...rest])];
  if (texts.some((text) => saysAlone(text, new Set(["found"])))) return null;
  const set = [...new Set(within(statements).flatMap(setBy))];
  const isKnown = set.every(
    (name) => variables.has(name) && !isRow(variables.get(name) ?? { type: "record" }),
  );
  return set.length > 0 && isKnown ? { set, condition } : null;
}

const joined: ReadonlySet<Statement["kind"]> = new Set(["assign", "sql", "perform", "if", "raise", "null"]);

/** Whether nothing behind some statements is reached. */
function ends(statements: readonly Statement[]): boolean {
  return statements.some((statement) => {
    if (statement.kind === "return") return true;
    if (statement.kind === "raise") return statement.level === "exception";
    if (statement.kind !== "if") return false;
    return [...statement.arms.map((arm) => arm.statements), statement.otherwise].every(ends);
  });
}

function within(statements: readonly Statement[]): readonly Statement[] {
  return statements.flatMap((statement) =>
    statement.kind === "if"
      ? [
          statement,
          ...statement.arms.flatMap((arm) => within(arm.statements)),
          ...within(statement.otherwise),
        ]
      : [statement],
  );
}

function setBy(statement: Statement): readonly string[] {
  if (statement.kind === "assign") return [statement.target];
  return statement.kind === "sql" ? statement.into : [];
}
